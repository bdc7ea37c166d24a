using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>The house over plain HTTP: every route under <c>/api</c>, as docs/protocol.md describes them.</summary>
public sealed class HouseApi(House house)
{
    public void AddTo(RouteTable routes)
    {
        var access = new Access(house);
        new RoomsApi(house, access).AddTo(routes);
        new HistoryApi(house, access).AddTo(routes);
        new PublishApi(house, access).AddTo(routes);
        new EventsApi(house, access).AddTo(routes);
        new KeysApi(house, access).AddTo(routes);
    }
}
