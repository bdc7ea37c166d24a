using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>Carries out what hosts did: who was kicked leaves, who was banned is closed.</summary>
public sealed class Enforcement(People people, Bans bans) : IRoomWatcher
{
    public void OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        foreach (var e in events)
        {
            bans.Fold(e);
            if (e.On == false) continue;
            if (e.Kind == ModerationAction.Kick) Kick(room, e);
            else if (e.Kind == ModerationAction.Ban) CarryOut(new Ban(e));
        }
    }

    private void Kick(Room room, RoomEvent kick)
    {
        foreach (var connection in people.ConnectionsOf(kick.Person!.Id)) connection.OnKicked(room, kick);
    }

    private void CarryOut(Ban ban)
    {
        var personId = ban.Restriction.Person.Id;
        var banned = people.Connections((person, connection) =>
            person.Id == personId || (ban.IsFor(connection.Address) && !person.IsAdmin));
        foreach (var connection in banned) connection.OnBanned(ban);
    }
}
