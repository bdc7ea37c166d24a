using System.Net;
using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Tells of tickets that were opened while nobody was there: in a room of the house, which a webhook can
/// listen to, and by mail, where that is set. In the room each is told once, also after a crash. Called by
/// the desk's pump.
/// </summary>
public sealed class OfflineNotice : IDeskWatcher
{
    private const string Ellipsis = "…";

    private readonly DeskSetup _setup;
    private readonly House _house;
    private readonly MailDrop? _mail;
    private readonly ILogger _logger;

    /// <param name="desk">The desk, before anything happens there.</param>
    /// <param name="setup">Where it is told.</param>
    /// <param name="house">The house that the room is in.</param>
    /// <param name="mail">Where mail is put; <c>null</c> for nowhere.</param>
    /// <param name="logger">For what goes wrong.</param>
    public OfflineNotice(Desk desk, DeskSetup setup, House house, MailDrop? mail, ILogger logger)
    {
        (_setup, _house, _mail, _logger) = (setup, house, mail, logger);
        desk.Watch(this);
        // The server may have been killed before it was told.
        foreach (var ticket in desk.Waiting.Where(ticket => ticket is { IsOffline: true, IsReturned: false })
            .OrderBy(ticket => ticket.Number))
        {
            Tell(ticket);
        }
    }

    public void OnChanged(Ticket ticket, Ticket? before)
    {
        if (before is null && ticket.IsOffline) Tell(ticket);
    }

    private void Tell(Ticket ticket)
    {
        var settings = _setup.Settings;
        if (settings.NotifyMail is { } address) _mail?.Put(ticket, address);
        if (settings.NotifyRoom is not { } name) return;
        if (_house.Rooms.Hold(name) is not { } hold)
        {
            _logger.Warning(
                "Ticket {Ticket} can't be told in {Room}: there is no such room", ticket.Number, name);
            return;
        }
        // The id makes a repeat the same message.
        var draft = new Draft(EventKind.Message, Desk.Itself, $"ticket {ticket.Number}", Line(ticket));
        var notice = new Notice(hold, ticket, _logger);
        // An admin lets it speak, also where only hosts may; in an archive nobody speaks.
        if (hold.Room.Rules.IsArchived) notice.OnRefused(draft, Permission.Archived);
        else hold.Room.Post(new Post(draft, notice));
    }

    // What comes first is who to answer; of a long question the rest stands in the ticket.
    private string Line(Ticket ticket)
    {
        var contact = ticket.Contact is { } address ? $" ({address})" : "";
        var line = $"{ticket.Room} {ticket.Visitor.Name}{contact}: {ticket.Question}";
        var most = _house.Limits.TextBytes;
        return Encoding.UTF8.GetByteCount(line) <= most
            ? line
            : UnicodeText.Prefix(line, most - Encoding.UTF8.GetByteCount(Ellipsis)) + Ellipsis;
    }

    /// <summary>Keeps the room until the log has the message, or not.</summary>
    private sealed class Notice(RoomHold hold, Ticket ticket, ILogger logger) : IPoster
    {
        // Limits are for whoever speaks.
        public IPAddress Address => IPAddress.Loopback;

        public void OnAdded(RoomEvent added) => hold.Dispose();

        public void OnRepeat(RoomEvent known) => hold.Dispose();

        public void OnNotSaved(Draft draft) => OnRefused(draft, Refusal.NotSaved);

        public void OnRefused(Draft draft, Refusal why)
        {
            hold.Dispose();
            logger.Warning(
                "Ticket {Ticket} isn't told in {Room}: {Reason}", ticket.Number, hold.Room.Name, why.Message);
        }
    }
}
