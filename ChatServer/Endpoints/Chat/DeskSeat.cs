using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Endpoints.Chat;

/// <summary>
/// A connection's place at the support desk. What it says of a room is asked before each request; what it is
/// told comes on any thread.
/// </summary>
internal abstract class DeskSeat(ChatClient client) : ITicketListener
{
    /// <summary>Longest text that is shown while it is typed, in UTF-16 units; the rest is cut.</summary>
    private const int MaxPreviewUnits = 1_000;

    /// <summary>Visitor or agent.</summary>
    public abstract Standing Standing { get; }

    /// <summary>Whether the right to sit here has ended: nothing more is done for the connection.</summary>
    public virtual bool HasEnded => false;

    protected ChatClient Client => client;

    private SupportDesk Support => client.Support;

    private string Id => client.Person!.Id;

    /// <summary>The connection ends.</summary>
    public abstract void Leave();

    /// <summary>A ticket, as who sits here sees it; while the desk stands still.</summary>
    public abstract TicketView View(Ticket ticket);

    /// <summary>Whether who sits here may be in a room.</summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public Refusal? ToRead(string room) => Support.Rights.ToRead(Id, room);

    /// <summary>Whether they may speak there.</summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public Refusal? ToSpeak(Room room) => Support.Rights.ToSpeak(Id, room.Name);

    /// <summary>How far the others in a ticket have read; <c>null</c> if none ever told.</summary>
    /// <exception cref="Log.LogException">The log can't be read.</exception>
    public async ValueTask<IReadOnlyList<SeenPoint>?> SeenAsync(Room room)
    {
        if (!TicketName.TryParse(room.Name, out var number, out _)
            || Support.Desk.Find(number) is not { } ticket)
            return null;
        var seen = new List<SeenPoint>();
        foreach (var other in new[] { ticket.Visitor, ticket.Agent })
        {
            if (other is null || other.Id == Id) continue;
            var seq = await client.House.Reads.FindAsync(other.Id, room.Name, room.Epoch)
                .ConfigureAwait(false);
            if (seq is { } read) seen.Add(new SeenPoint(other, read));
        }
        return seen.Count > 0 ? seen : null;
    }

    /// <summary>They have read so far.</summary>
    public void TellSeen(Seen seen) => Support.TellSeen(seen, this);

    /// <summary>They have something in their line; a visitor's is shown to agents.</summary>
    public void TellPreview(Room room, string text)
    {
        if (Standing != Standing.Visitor) return;
        var start = UnicodeText.Start(text, MaxPreviewUnits);
        Support.TellPreview(new Preview(room.Name, UnicodeText.WithoutControls(start)));
    }

    public void OnTicket(TicketView ticket) =>
        client.Tell(new TicketTold(null, ticket), ProtocolJson.Default.TicketTold);

    public void OnSeen(Seen seen)
    {
        if (client.Memberships.Find(seen.Room) is not null) client.Tell(seen, ProtocolJson.Default.Seen);
    }
}
