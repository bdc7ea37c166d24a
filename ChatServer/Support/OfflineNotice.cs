using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Tells of tickets that were opened while nobody was there: in a room of the house, which a webhook can listen to,
/// and by mail, where that is set. In the room each is told once, also after a crash. Called by the desk's pump.
/// </summary>
public sealed class OfflineNotice : IDeskWatcher
{
    private readonly DeskSetup _setup;
    private readonly RoomRegistry _rooms;
    private readonly MailDrop? _mail;
    private readonly ILogger _logger;

    /// <param name="desk">The desk, before anything happens there.</param>
    /// <param name="setup">Where it is told.</param>
    /// <param name="rooms">The rooms of the house.</param>
    /// <param name="mail">Where mail is put; <c>null</c> for nowhere.</param>
    /// <param name="logger">For what goes wrong.</param>
    public OfflineNotice(Desk desk, DeskSetup setup, RoomRegistry rooms, MailDrop? mail, ILogger logger)
    {
        (_setup, _rooms, _mail, _logger) = (setup, rooms, mail, logger);
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
        if (_rooms.Hold(name) is not { } hold)
        {
            _logger.Warning("Ticket {Ticket} can't be told in {Room}: there is no such room", ticket.Number, name);
            return;
        }
        // The id makes a repeat the same message.
        var draft = new Draft(EventKind.Message, Desk.Itself, $"ticket {ticket.Number}", Line(ticket));
        hold.Room.Post(new Post(draft, new Notice(hold, ticket, _logger)));
    }

    private static string Line(Ticket ticket) =>
        $"{ticket.Room} {ticket.Visitor.Name}{(ticket.Contact is { } contact ? $" ({contact})" : "")}: {ticket.Question}";

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
