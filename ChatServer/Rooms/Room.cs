using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// A room: a stream of the log, those who listen, who they are, and the rules that hosts made. What is posted
/// goes through its one pump. Any thread may call it.
/// </summary>
public sealed class Room : RoomPump.IOwner
{
    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly IReadOnlyList<IRoomWatcher> _followers;
    private readonly TimeProvider _time;
    private readonly LongResumes _longResumes;
    private readonly Audience _audience = new();
    private readonly RoomPump _pump;
    private readonly Lock _gate = new(); // guards the presence and the typists
    private readonly Presence _presence;
    private readonly Typists _typists;
    private int _watchers; // who only listen
    private int _holds; // belongs to the registry
    private RoomRules _rules = RoomRules.None;
    private SlowMode? _slowMode;

    internal Room(
        string name, bool isPermanent, IEventLog log, IReadOnlyList<IRoomWatcher> followers,
        LongResumes longResumes, TimeProvider time, ILogger logger)
    {
        Name = name;
        IsPermanent = isPermanent;
        IsPrivate = PrivateName.HasMark(name);
        _log = log;
        _stream = log.Open(name);
        _followers = followers;
        _longResumes = longResumes;
        _time = time;
        _pump = new RoomPump(log, _stream, this, time, logger);
        _presence = new Presence(name);
        _typists = new Typists(time);
    }

    public string Name { get; }

    /// <summary>Whether the room is there without anybody in it and anything said.</summary>
    public bool IsPermanent { get; }

    /// <summary>Whether its name says who may come in (<see cref="PrivateName"/>).</summary>
    public bool IsPrivate { get; }

    /// <summary>Number of the newest event.</summary>
    public long Head => _stream.Head;

    public string Epoch => _stream.Epoch;

    /// <summary>What hosts have set.</summary>
    public RoomRules Rules => Volatile.Read(ref _rules);

    public RoomSummary Summary
    {
        get
        {
            var rules = Rules;
            lock (_gate)
            {
                // Who hasn't the password isn't to read what the room is about.
                return new RoomSummary(Name, rules.PasswordHash is null ? rules.Topic : "", _presence.Count)
                {
                    Locked = rules.IsLocked ? true : null,
                    Password = rules.PasswordHash is not null ? true : null,
                };
            }
        }
    }

    /// <summary>
    /// How many members and listeners the newest batch went to; belongs to the pump, so to watchers while
    /// they are told of it.
    /// </summary>
    public int Reached { get; private set; }

    internal SlowMode SlowMode => LazyInitializer.EnsureInitialized(ref _slowMode, () => new SlowMode(_time));

    /// <summary>
    /// Whether the room can be forgotten: nothing would be missed. A private one that has a log is
    /// made again from it; another room is kept, for the list and its rules.
    /// </summary>
    internal bool IsVacant
    {
        get
        {
            return !IsPermanent && _holds == 0 && _audience.IsEmpty && !_pump.IsPumping
                && (_stream.Head == 0 || IsPrivate);
        }
    }

    /// <summary>
    /// Whether nothing was said yet, and nobody has come to who made the room: then it isn't to last.
    /// </summary>
    internal bool IsUnused
    {
        get
        {
            lock (_gate) return !IsPermanent && _stream.Head == 0 && _presence.Count <= 1;
        }
    }

    /// <summary>Whether a person keeps order here.</summary>
    public bool IsHost(Person person) =>
        !IsPrivate && (person.IsAdmin || Rules.Hosts.ContainsKey(person.Id));

    /// <summary>How many would get a message now: who is in, and who only listens.</summary>
    public int Listening
    {
        get
        {
            lock (_gate) return _presence.Count + _watchers;
        }
    }

    /// <summary>Whether a person is in, on any connection.</summary>
    public bool IsPresent(Person person)
    {
        lock (_gate) return _presence.Has(person.Id);
    }

    /// <summary>Ids of all who are in.</summary>
    public IReadOnlyList<string> PresentIds()
    {
        lock (_gate) return _presence.Ids();
    }

    /// <summary>
    /// Makes a member live: collects what is broadcast, reads the log, passes the page, then lets the
    /// collected through. For a member who is live already, the same again.
    /// </summary>
    /// <param name="member">Who joins; <see cref="RoomRegistry.Enter"/> has put it into the room.</param>
    /// <param name="after">The last event that it has, to resume; <c>null</c> for the newest page.</param>
    /// <param name="epoch">The epoch of <paramref name="after"/>.</param>
    /// <param name="network">Where they come from.</param>
    /// <param name="encode">Makes the answer of the page.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task GoLiveAsync(
        Member member, long? after, string? epoch, IPAddress network,
        Func<RoomPage, ReadOnlyMemory<byte>> encode)
    {
        member.Collect();
        var resumesFrom = after is >= 0 && epoch == _stream.Epoch ? after : null;
        var missed = resumesFrom is { } from ? _stream.Head - from : 0;
        // Held until the member has taken the page.
        using var turn = await _longResumes.BeginAsync(missed, network).ConfigureAwait(false);
        var page = await RoomPage.ReadAsync(_log, _stream, turn is null ? null : resumesFrom)
            .ConfigureAwait(false);
        // The pump may not have come to fold in what the log has just taken, and the page tells.
        var rules = page.Events.Aggregate(Rules, (rules, e) => rules.With(e));
        // Who comes or goes after this is in a signal that has been collected, or will come.
        lock (_gate) page = page with { Rules = rules, People = _presence.Named(), Count = _presence.Count };
        await member.GoLive(encode(page), page.Head).ConfigureAwait(false);
    }

    /// <summary>Makes a member live from now on, without a page.</summary>
    public static ValueTask GoLiveAsync(Member member) => member.GoLive(ReadOnlyMemory<byte>.Empty, head: 0);

    /// <summary>Puts a message, or what else lasts, on its way into the log.</summary>
    public void Post(Post post) => _pump.Post(post);

    /// <summary>Begins to bring events of elsewhere into the room, which is to have none.</summary>
    public RoomImport BeginImport(HouseLimits limits) => new(_log, limits, AdoptAsync);

    /// <summary>A page of history.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public Task<EventPage> ReadAsync(PageRequest request) => _log.ReadAsync(_stream, request);

    /// <summary>A page of history that has a message in its middle.</summary>
    /// <param name="seq">The message.</param>
    /// <param name="limit">How many events at most.</param>
    /// <returns>The events, and whether there are more in either direction.</returns>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task<(IReadOnlyList<RoomEvent> Events, bool Older, bool Newer)> ReadAroundAsync(
        long seq, int limit)
    {
        const int bytes = HouseLimits.PageBytes / 2;
        var (after, upTo) = (limit / 2, Math.Min(seq, LogLimits.MaxSeq) + 1);
        var older = await ReadAsync(PageRequest.Before(upTo, limit - after, bytes)).ConfigureAwait(false);
        // Of a page of one, there is nothing on this side but to be told whether there is more.
        var newer = await ReadAsync(PageRequest.After(seq, Math.Max(1, after), bytes)).ConfigureAwait(false);
        return after == 0
            ? (older.Events, older.More, newer.Events.Count > 0)
            : ([.. older.Events, .. newer.Events], older.More, newer.More);
    }

    /// <summary>
    /// Single events, in order of their numbers, a page of them at most; those that don't exist are left out.
    /// </summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public Task<EventPage> FindAsync(IReadOnlyList<long> seqs) =>
        _log.FindAsync(_stream, seqs, HouseLimits.PageBytes);

    /// <summary>Takes a member out.</summary>
    public void Leave(Member member)
    {
        member.Go();
        _audience.Leave(member);
        lock (_gate)
        {
            if (_presence.Leave(member.Person)) _pump.SignalSoon();
        }
    }

    /// <summary>
    /// A person in the room looks different: their name, their role, whether they are away.
    /// </summary>
    /// <returns>The name that the room knew, if it is another now: once, however many connections tell of
    /// it.</returns>
    public string? Changed(Person person)
    {
        lock (_gate)
        {
            if (_presence.Change(person, out var oldName)) _pump.SignalSoon();
            return oldName;
        }
    }

    /// <summary>Somebody in the room is typing. Ignored in a crowd, and more often than every 2 s.</summary>
    public void Typing(Person person)
    {
        lock (_gate)
        {
            if (_presence.Count <= Presence.NamedPeople && _typists.Note(person)) _pump.SignalSoon();
        }
    }

    /// <summary>A page of who is here, by name; as of the last signal at the earliest.</summary>
    /// <param name="skip">How many are passed over.</param>
    /// <param name="limit">How many are given at most.</param>
    /// <param name="find">Only those whose name has this.</param>
    public PeoplePage People(int skip, int limit, string? find)
    {
        Lazy<Roster> roster;
        lock (_gate) roster = _presence.Roster();
        // Sorting holds up nobody but those who ask.
        return roster.Value.Page(Name, skip, limit, find);
    }

    internal void Enter(Member member)
    {
        _audience.Enter(member);
        lock (_gate)
        {
            if (_presence.Enter(member.Person)) _pump.SignalSoon();
        }
    }

    /// <summary>
    /// Takes in somebody who only listens: they get what members get, and aren't one of the people.
    /// </summary>
    internal void Watch(Member member)
    {
        _audience.Enter(member);
        lock (_gate) _watchers++;
    }

    /// <summary>Takes out somebody who only listened.</summary>
    internal void Unwatch(Member member)
    {
        member.Go();
        _audience.Leave(member);
        lock (_gate) _watchers--;
    }

    /// <summary>Keeps the room from being forgotten, or no longer; under the registry's lock.</summary>
    internal void Hold(bool on) => _holds += on ? 1 : -1;

    /// <summary>Folds what hosts made from the log, at start.</summary>
    internal void Fold(IEnumerable<RoomEvent> rules) =>
        _rules = rules.Aggregate(_rules, (folded, rule) => folded.With(rule));

    /// <summary>Completes when everything posted has been sent.</summary>
    internal Task WhenIdleAsync() => _pump.WhenIdleAsync();

    private Task<bool> AdoptAsync(LogStream staging) => _pump.InTurnAsync(async () =>
    {
        if (!await _log.AdoptAsync(_stream, staging).ConfigureAwait(false)) return false;
        var rules = await _log.RulesAsync(_stream).ConfigureAwait(false);
        Fold(rules);
        // Bans are the house's. Nobody is sent out of the room again for what was long ago.
        var bans = rules.Where(rule => rule.Kind == ModerationAction.Ban).ToList();
        foreach (var follower in _followers.Where(_ => bans.Count > 0)) follower.OnEvents(this, bans);
        // Who is here sees from its number that there is more than they have.
        var newest = await ReadAsync(PageRequest.Newest(1, 0)).ConfigureAwait(false);
        if (newest.Events.Count > 0) _audience.Send(new EventBatch(newest.Events));
        return true;
    });

    void RoomPump.IOwner.Send(IReadOnlyList<RoomEvent> events)
    {
        Fold(events);
        Reached = _audience.Send(new EventBatch(events));
        foreach (var follower in _followers) follower.OnEvents(this, events);
    }

    void RoomPump.IOwner.SendSignals()
    {
        PeopleDelta? delta;
        IReadOnlyList<Sender>? typists;
        lock (_gate) (delta, typists) = (_presence.TakeDelta(), _typists.Take());
        if (delta is not null) _audience.Send(new PeopleSignal(delta));
        if (typists is not null) _audience.Send(new TypingSignal(new Typing(Name, typists)));
    }
}
