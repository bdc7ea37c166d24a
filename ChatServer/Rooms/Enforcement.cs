using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Carries out what stands in the logs: who was kicked leaves, who was banned is closed, who has a new message in a
/// conversation of two is told.
/// </summary>
public sealed class Enforcement(People people, Bans bans, Directs directs) : IRoomWatcher
{
    public void OnRule(Room room, RoomEvent rule)
    {
        if (rule.On == false)
        {
            bans.Fold(rule);
            return;
        }
        if (rule.Kind == ModerationAction.Kick)
        {
            foreach (var connection in people.ConnectionsOf(rule.Person!.Id)) connection.OnSentOut(room, rule);
        }
        else if (rule.Kind == ModerationAction.Ban)
        {
            bans.Fold(rule);
            var ban = new Ban(rule);
            foreach (var connection in people.Connections(
                (person, connection) => person.Id == rule.Person!.Id
                    || (ban.IsFor(connection.Address) && !person.IsAdmin)))
            {
                connection.OnBanned(ban);
            }
        }
    }

    public void OnDirect(Room room, RoomEvent last)
    {
        if (!DirectName.TryParse(room.Name, out var two)) return;
        directs.Said(room.Name, last);
        Tell(two.One, two.Other, room);
        Tell(two.Other, two.One, room);
    }

    private void Tell(string personId, string otherId, Room room)
    {
        var connections = people.ConnectionsOf(personId);
        if (connections.Count == 0) return;
        var other = people.Known(otherId);
        foreach (var connection in connections) connection.OnDirect(room, other);
    }
}
