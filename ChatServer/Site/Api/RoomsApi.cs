using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>Which rooms there are, and what there is to know of one.</summary>
internal sealed class RoomsApi(House house, Access access)
{
    public void AddTo(RouteTable routes) => routes
        .Get("/api/rooms", List)
        .Get("/api/rooms/{room}", Show);

    private Answer List(Exchange exchange)
    {
        if (access.ToRead(exchange, out _) is { } refusal) return Problems.Answer(exchange, refusal);
        var rooms = house.Rooms.List();
        return exchange.PrefersText
            ? Answer.Text(string.Concat(rooms.Select(room => Line(room.Name, room.People, room.Topic))))
            : Answer.Of(new RoomList(null, rooms), ProtocolJson.Default.RoomList);
    }

    private Answer Show(Exchange exchange)
    {
        if (access.ToReadRoom(exchange, out _, out var room) is { } refusal)
            return Problems.Answer(exchange, refusal);
        var (summary, rules) = (room.Summary, room.Rules);
        if (exchange.PrefersText) return Answer.Text(Line(summary.Name, summary.People, rules.Topic));
        var view = new RoomView(
            summary.Name, rules.Topic, summary.People, room.Listening, room.Epoch, room.Head,
            rules.ViewAt(house.Time.GetUtcNow()));
        return Answer.Of(view, ProtocolJson.Default.RoomView);
    }

    private static string Line(string name, int people, string topic) =>
        topic.Length == 0 ? $"{name} ({people})\n" : $"{name} ({people}): {EventLine.Printable(topic)}\n";
}
