using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// The support desk: who waits, and who has whom. Every act goes into its one log first; what that makes of
/// it is what it was. So of two agents who claim at once one gets the ticket, and the other is told. Any
/// thread may call it.
/// </summary>
public sealed class Desk : RoomPump.IOwner
{
    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":desk";

    /// <summary>Who acts where nobody does: a timer.</summary>
    public static readonly Sender Itself = new("", "desk");

    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly RoomPump _pump;
    private readonly Lock _gate = new(); // guards the fold and the watchers
    private readonly DeskFold _fold = new();
    private readonly List<IDeskWatcher> _watchers = [];
    // Of the batch under way; belongs to the pump.
    private readonly Dictionary<long, DeskReceipt> _receipts = [];

    private Desk(IEventLog log, LogStream stream, TimeProvider time, ILogger logger)
    {
        (_log, _stream) = (log, stream);
        _pump = new RoomPump(log, stream, this, time, logger);
    }

    /// <summary>Of the numbers of tickets.</summary>
    public string Epoch => _stream.Epoch;

    /// <summary>Those that wait, in the order in which they are taken.</summary>
    public IReadOnlyList<Ticket> Waiting
    {
        get
        {
            lock (_gate) return [.. _fold.Waiting];
        }
    }

    /// <summary>Those that are with an agent.</summary>
    public IReadOnlyList<Ticket> Assigned
    {
        get
        {
            lock (_gate) return [.. _fold.Assigned];
        }
    }

    /// <summary>The newest that are closed, by number; not those of long ago.</summary>
    public IReadOnlyList<Ticket> Closed
    {
        get
        {
            lock (_gate) return [.. _fold.Closed];
        }
    }

    /// <summary>
    /// How long agents had the tickets that were closed last; <c>null</c> if there are none.
    /// </summary>
    public TimeSpan? MedianHandling
    {
        get
        {
            lock (_gate) return _fold.Handling.Median;
        }
    }

    /// <summary>Folds the desk from its log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<Desk> LoadAsync(IEventLog log, TimeProvider time, ILogger logger)
    {
        var stream = log.Open(StreamName);
        var desk = new Desk(log, stream, time, logger);
        await foreach (var e in WholeStream.ReadAsync(log, stream).ConfigureAwait(false)) desk._fold.Apply(e);
        return desk;
    }

    /// <summary>Does something between two changes: what it reads is one state, and what is told after it is
    /// newer. It must not wait.</summary>
    public void StandStill(Action work)
    {
        lock (_gate) work();
    }

    /// <summary>Somebody learns from now on what changes.</summary>
    public void Watch(IDeskWatcher watcher)
    {
        lock (_gate) _watchers.Add(watcher);
    }

    public Ticket? Find(long number)
    {
        lock (_gate) return _fold.Find(number);
    }

    /// <summary>Whether there is, or was, such a ticket.</summary>
    public bool Exists(long number)
    {
        lock (_gate) return _fold.Exists(number);
    }

    /// <summary>
    /// A visitor's newest ticket; <c>null</c> if they have none, or it was closed long ago.
    /// </summary>
    public Ticket? NewestOf(string visitorId)
    {
        lock (_gate) return _fold.NewestOf(visitorId);
    }

    /// <summary>How many tickets an agent has.</summary>
    public int LoadOf(string agentId)
    {
        lock (_gate) return _fold.LoadOf(agentId);
    }

    /// <summary>When an agent got a ticket last, in Unix milliseconds; <c>null</c> if never.</summary>
    public long? LastGivenTo(string agentId)
    {
        lock (_gate) return _fold.LastGivenTo(agentId);
    }

    /// <summary>A visitor asks.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="id">Their own id; makes a repeat safe.</param>
    /// <param name="question">What.</param>
    /// <param name="detail">Department, page, language, and what else they gave.</param>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> OpenAsync(Sender visitor, string? id, string question, DeskDetail detail) =>
        ActAsync(new Draft(DeskAction.Open, visitor, id, question)
        {
            Secret = new EventSecret { Desk = detail },
        });

    /// <summary>An agent takes a ticket that waits.</summary>
    /// <param name="agent">Who.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="limit">How many they may have at once; <c>null</c> for any number.</param>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> ClaimAsync(Sender agent, long ticket, int? limit = null) =>
        ActAsync(DeskAction.Claim, agent, ticket, detail: new DeskDetail { Limit = limit });

    /// <summary>The desk gives an agent a ticket that waits.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> GiveAsync(Sender agent, long ticket, int limit) =>
        ActAsync(DeskAction.Claim, Itself, ticket, detail: new DeskDetail { Limit = limit }, to: agent);

    /// <summary>The agent has said something to a visitor who awaited it.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> AnswerAsync(Sender agent, long ticket) =>
        ActAsync(DeskAction.Answer, agent, ticket);

    /// <summary>The visitor has said something after the agent's last word.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> AwaitAsync(Sender visitor, long ticket) =>
        ActAsync(DeskAction.Await, visitor, ticket);

    /// <summary>A supervisor takes a ticket from whoever has it, or out of the queue.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> TakeOverAsync(Sender supervisor, long ticket) =>
        ActAsync(DeskAction.TakeOver, supervisor, ticket);

    /// <summary>Puts a ticket back to the front of the queue.</summary>
    /// <param name="by">Who does; <see cref="Itself"/> for a timer.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="turn">Its turn when that was decided: if it is another by now, it stays.</param>
    /// <param name="why">Why, in a word.</param>
    /// <param name="isSupervisor">Whether they may give back what others have.</param>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> ReturnAsync(
        Sender by, long ticket, long turn, string why, bool isSupervisor = false) => ActAsync(
        DeskAction.Return, by, ticket, why, new DeskDetail { Turn = turn }, isSupervisor: isSupervisor);

    /// <summary>The agent hands a ticket to another one.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> TransferAsync(
        Sender agent, long ticket, Sender to, string why, bool isSupervisor = false) =>
        ActAsync(DeskAction.Transfer, agent, ticket, why, to: to, isSupervisor: isSupervisor);

    /// <summary>The agent hands a ticket to the front of a department's queue.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> TransferAsync(
        Sender agent, long ticket, string department, string why, bool isSupervisor = false) => ActAsync(
        DeskAction.Transfer, agent, ticket, why, new DeskDetail { Department = department },
        isSupervisor: isSupervisor);

    /// <summary>An agent says how urgent a ticket is; higher ones are taken first.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> PrioritiseAsync(Sender agent, long ticket, int priority) =>
        ActAsync(DeskAction.Prioritise, agent, ticket, detail: new DeskDetail { Priority = priority });

    /// <summary>Ends the conversation.</summary>
    /// <param name="by">The visitor, the agent, or a supervisor.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="tag">What it was about; <c>null</c> if nobody says.</param>
    /// <param name="isSupervisor">Whether they may end what others have.</param>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> CloseAsync(
        Sender by, long ticket, string? tag, bool isSupervisor = false) => ActAsync(
        DeskAction.Close, by, ticket, detail: new DeskDetail { Tag = tag }, isSupervisor: isSupervisor);

    /// <summary>Ends a conversation that nobody carries on.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="turn">Its turn when that was decided: if it is another by now, it stays.</param>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> AbandonAsync(long ticket, long turn) => ActAsync(
        DeskAction.Close, Itself, ticket, detail: new DeskDetail { Turn = turn }, isSupervisor: true);

    /// <summary>The visitor says how it was; a later word takes the place of an earlier one.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<DeskReceipt> RateAsync(Sender visitor, long ticket, int rating, string comment) =>
        ActAsync(DeskAction.Rate, visitor, ticket, comment, new DeskDetail { Rating = rating });

    /// <summary>Every event of the desk's log, in order.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public IAsyncEnumerable<RoomEvent> HistoryAsync() => WholeStream.ReadAsync(_log, _stream);

    /// <summary>Completes when everything that was asked for is decided.</summary>
    public Task WhenIdleAsync() => _pump.WhenIdleAsync();

    void RoomPump.IOwner.Send(IReadOnlyList<RoomEvent> events)
    {
        foreach (var e in events)
        {
            lock (_gate)
            {
                var before = e.Secret?.Desk?.Ticket is { } number ? _fold.Find(number) : null;
                var (outcome, ticket) = _fold.Apply(e);
                _receipts[e.Seq] = new DeskReceipt(outcome, ticket);
                if (ticket is null || ReferenceEquals(ticket, before) || outcome != DeskOutcome.Done)
                    continue;
                foreach (var watcher in _watchers) watcher.OnChanged(ticket, before);
            }
        }
    }

    // The desk has none of its own.
    void RoomPump.IOwner.SendSignals()
    {
    }

    private Task<DeskReceipt> ActAsync(
        string action, Sender by, long ticket, string text = "", DeskDetail? detail = null, Sender? to = null,
        bool isSupervisor = false) => ActAsync(new Draft(action, by, Id: null, text)
        {
            Person = to,
            On = isSupervisor ? true : null,
            Secret = new EventSecret { Desk = (detail ?? new DeskDetail()) with { Ticket = ticket } },
        });

    private Task<DeskReceipt> ActAsync(Draft draft)
    {
        var act = new Act(this);
        _pump.Post(new Post(draft, act));
        return act.Receipt;
    }

    private DeskReceipt Take(long seq) => _receipts.Remove(seq, out var receipt) ? receipt : default;

    /// <summary>Waits for what becomes of one act.</summary>
    private sealed class Act(Desk desk) : IPoster
    {
        private readonly TaskCompletionSource<DeskReceipt> _receipt =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<DeskReceipt> Receipt => _receipt.Task;

        // Limits are for whoever lets people act.
        public IPAddress Address => IPAddress.Loopback;

        public void OnAdded(RoomEvent added) => _receipt.SetResult(desk.Take(added.Seq));

        // Only an asking has an id. It may have opened no ticket, or one that is forgotten.
        public void OnRepeat(RoomEvent known) => _receipt.SetResult(
            desk.Find(known.Seq) is { } opened ? new DeskReceipt(DeskOutcome.Done, opened)
            : desk.NewestOf(known.From.Id) is { State: not TicketState.Closed } open
                ? new DeskReceipt(DeskOutcome.AlreadyOpen, open)
                : new DeskReceipt(DeskOutcome.NoSuchTicket, null));

        public void OnNotSaved(Draft draft) =>
            _receipt.SetException(new LogException("The desk's log can't write; ask again later."));

        public void OnRefused(Draft draft, Refusal why) =>
            _receipt.SetException(new LogException(why.Message));
    }
}
