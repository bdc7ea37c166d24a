using ChatServer.Files;
using ChatServer.Rooms;
using ChatServer.Support;
using ChatServer.Transport;
using ChatServer.Webhooks;

namespace ChatServer.Site.Api;

/// <summary>
/// The house over plain HTTP: every route under <c>/api</c>, as docs/protocol.md describes them.
/// </summary>
/// <param name="house">The rooms and the people.</param>
/// <param name="support">The support desk.</param>
/// <param name="files">What messages have besides their texts.</param>
/// <param name="webhooks">What is posted elsewhere.</param>
/// <param name="sockets">What stands behind the door for WebSockets, and is reached without one here.</param>
/// <param name="gate">How many connections without a WebSocket there may be.</param>
public sealed class HouseApi(
    House house, SupportDesk support, FileStore files, WebhookRegistry webhooks, IWebSocketHandler sockets,
    ConnectionGate gate)
{
    /// <summary>The streams of events that are open.</summary>
    public OpenStreams Streams { get; } = new();

    public void AddTo(RouteTable routes)
    {
        var access = new Access(house);
        new RoomsApi(house, access).AddTo(routes);
        new HistoryApi(house, access).AddTo(routes);
        new SearchApi(house, access).AddTo(routes);
        new PublishApi(house, files, access).AddTo(routes);
        var fileAnswers = new FilesApi(files, access);
        fileAnswers.AddTo(routes);
        new DirectsApi(house, files, fileAnswers, access).AddTo(routes);
        new EventsApi(house, access, Streams).AddTo(routes);
        new KeysApi(house, access).AddTo(routes);
        new ConnectionsApi(new HttpConnections(sockets, gate, house.Time)).AddTo(routes);
        new WebhooksApi(webhooks, access).AddTo(routes);
        new ExportApi(house, access).AddTo(routes);
        new ImportApi(house, access).AddTo(routes);
        var deskAccess = new DeskAccess(house, support, access);
        new AgentsApi(support, access).AddTo(routes);
        new DeskApi(support, deskAccess).AddTo(routes);
        new DeskReportApi(support, deskAccess).AddTo(routes);
        new TicketsApi(house, support, files, fileAnswers, deskAccess).AddTo(routes);
    }
}
