using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// The support desk: who waits, who answers, and what becomes of them; what every way in works on.
/// </summary>
public sealed record SupportDesk : IDisposable
{
    /// <summary>How long who comes back finds a conversation again: also one that is over.</summary>
    public static readonly TimeSpan FoundFor = TimeSpan.FromDays(1);

    public required Desk Desk { get; init; }
    public required Agents Agents { get; init; }
    public required Staff Staff { get; init; }
    public required Rota Rota { get; init; }
    public required Visitors Visitors { get; init; }
    public required DeskSetup Setup { get; init; }
    public required Reception Reception { get; init; }
    public required Bulletin Bulletin { get; init; }
    public required Asking Asking { get; init; }
    public required TicketRights Rights { get; init; }
    public required TicketSearch Search { get; init; }
    public required TakeBack TakeBack { private get; init; }
    public required Abandonment Abandonment { private get; init; }
    public required MailDrop? Mail { private get; init; }

    /// <summary>Folds the desk from the log. Before anything happens in the house.</summary>
    /// <param name="log">The log.</param>
    /// <param name="house">The rooms, of which each ticket is two.</param>
    /// <param name="agentLimit">Tickets that an agent may have at once.</param>
    /// <param name="mailFolder">Where mail is put; <c>null</c> for nowhere.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <exception cref="LogException">The log can't be read, or the folder can't be made.</exception>
    public static async Task<SupportDesk> LoadAsync(
        IEventLog log, House house, int agentLimit, string? mailFolder, ILogger logger)
    {
        var time = house.Time;
        var desk = await Desk.LoadAsync(log, time, logger).ConfigureAwait(false);
        var agents = await Agents.LoadAsync(log).ConfigureAwait(false);
        var setup = await DeskSetup.LoadAsync(log).ConfigureAwait(false);
        var staff = new Staff(agents, agentLimit, house.Limits, time);
        var rota = new Rota(desk, agents, staff);
        var visitors = new Visitors(house.Limits, time);
        var reception = new Reception(setup, staff, agents, time);
        var talk = new TicketTalk(desk, logger);
        await talk.CatchUpAsync(log).ConfigureAwait(false);
        house.Rooms.Follow(talk);
        var mail = mailFolder is null
            ? null
            : await MailDrop.OpenAsync(mailFolder, desk, log, time, logger).ConfigureAwait(false);
        _ = new OfflineNotice(desk, setup, house, mail, logger);
        _ = new Dispatcher(desk, rota, staff, setup, logger);
        return new SupportDesk
        {
            Desk = desk,
            Agents = agents,
            Staff = staff,
            Rota = rota,
            Visitors = visitors,
            Setup = setup,
            Reception = reception,
            Bulletin = new Bulletin(desk, rota, staff, visitors, reception, setup, time),
            Asking = new Asking(desk, setup, reception, house.Speaking, time),
            Rights = new TicketRights(desk),
            Search = new TicketSearch(log, desk),
            Abandonment = new Abandonment(desk, visitors, time, logger),
            Mail = mail,
            TakeBack = new TakeBack(desk, staff, setup, time, logger),
        };
    }

    /// <summary>The agent's key is no longer good: what they have goes back to the queue.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<bool> RevokeAsync(PersonName name, Sender by)
    {
        if (await Agents.RevokeAsync(name, by).ConfigureAwait(false) is not { } agent) return false;
        foreach (var ticket in Desk.Assigned.Where(ticket => ticket.IsWith(agent.Id)))
        {
            await Desk.ReturnAsync(Desk.Itself, ticket.Number, ticket.Turn, Support.TakeBack.Gone)
                .ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Somebody who needn't be connected has said what they had to say.</summary>
    public void Part(Person person)
    {
        if (person.Role == PersonRole.Agent) Staff.Part(person);
        else Visitors.Part(person);
    }

    /// <summary>Somebody in a ticket's room has read further: who else is in is told.</summary>
    public void TellSeen(Seen seen, ITicketListener by)
    {
        if (!TicketName.TryParse(seen.Room, out var number, out _) || Desk.Find(number) is not { } ticket)
            return;
        // Who only reads along has no part in it.
        if (!ticket.IsOf(seen.Person.Id) && ticket.Agent?.Id != seen.Person.Id) return;
        IEnumerable<ITicketListener> all = Staff.Connections;
        foreach (var connection in all.Concat(Visitors.ConnectionsOf(ticket.Visitor.Id)))
        {
            if (connection != by) connection.OnSeen(seen);
        }
    }

    /// <summary>A visitor has something in their line: agents in the room are told, if that is set.</summary>
    public void TellPreview(Preview preview)
    {
        if (!Setup.Settings.Preview) return;
        foreach (var connection in Staff.Connections) connection.OnPreview(preview);
    }

    /// <summary>Completes when what happened is decided and told: at the end.</summary>
    public async Task FinishAsync()
    {
        await Desk.WhenIdleAsync().ConfigureAwait(false);
        if (Mail is not null) await Mail.FinishAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        Bulletin.Dispose();
        TakeBack.Dispose();
        Abandonment.Dispose();
        Mail?.Dispose();
    }
}
