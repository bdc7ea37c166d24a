using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// A room: a stream of the log, and those who listen. It has one pump, in which order, durability and fan-out
/// happen: posts gather while the pump works; it takes all that have gathered as one batch, appends the batch
/// to the log, and sends it on. Any thread may call it.
/// </summary>
public sealed class Room : IThreadPoolWorkItem
{
    /// <summary>Shortest time between two signals of who came and went: four a second.</summary>
    private static readonly TimeSpan SignalInterval = TimeSpan.FromMilliseconds(250);

    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Presence _presence;

    private readonly Lock _gate = new(); // guards everything below, up to the pump's own
    private readonly List<Member> _members = [];
    private int _membersVersion;
    private List<Post> _gathered = [];
    private bool _isPumping;
    private bool _isSignalDue;
    private ITimer? _signalTimer; // not null while a signal waits for its time
    private TaskCompletionSource? _idle;

    // The pump's own.
    private List<Post> _underWay = [];
    private Member[] _audience = [];
    private int _audienceCount;
    private int _audienceVersion = -1;

    internal Room(string name, bool isPermanent, IEventLog log, TimeProvider time, ILogger logger)
    {
        Name = name;
        IsPermanent = isPermanent;
        _log = log;
        _stream = log.Open(name);
        _time = time;
        _logger = logger;
        _presence = new Presence(name);
    }

    public string Name { get; }

    /// <summary>Whether the room is there without anybody in it and anything said.</summary>
    public bool IsPermanent { get; }

    /// <summary>Number of the newest event.</summary>
    public long Head => _stream.Head;

    public RoomSummary Summary
    {
        get
        {
            lock (_gate) return new RoomSummary(Name, "", _presence.Count);
        }
    }

    /// <summary>Whether the room can be forgotten: nothing would be missed.</summary>
    internal bool IsVacant
    {
        get
        {
            lock (_gate) return !IsPermanent && _members.Count == 0 && !_isPumping && _stream.Head == 0;
        }
    }

    /// <summary>
    /// Makes a member live: collects what is broadcast, reads the log, passes the page, then lets the
    /// collected through. For a member who is live already, the same again.
    /// </summary>
    /// <param name="member">Who joins; <see cref="RoomRegistry.Enter"/> has put it into the room.</param>
    /// <param name="after">The last event that it has, to resume; <c>null</c> for the newest page.</param>
    /// <param name="epoch">The epoch of <paramref name="after"/>.</param>
    /// <param name="encode">Makes the answer of the page.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task GoLiveAsync(
        Member member, long? after, string? epoch, Func<RoomPage, ReadOnlyMemory<byte>> encode)
    {
        member.Collect();
        var page = await ReadForAsync(after, epoch).ConfigureAwait(false);
        // Who comes or goes after this is in a signal that has been collected, or will come.
        lock (_gate) page = page with { People = _presence.Named(), Count = _presence.Count };
        await member.GoLive(encode(page), page.Head).ConfigureAwait(false);
    }

    /// <summary>Makes a member live from now on, without a page.</summary>
    public static ValueTask GoLiveAsync(Member member) => member.GoLive(ReadOnlyMemory<byte>.Empty, head: 0);

    /// <summary>Puts a message, or what else lasts, on its way into the log.</summary>
    public void Post(Post post)
    {
        lock (_gate)
        {
            _gathered.Add(post);
            StartPump();
        }
    }

    /// <summary>A page of history.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public Task<EventPage> ReadAsync(PageRequest request) => _log.ReadAsync(_stream, request);

    /// <summary>Takes a member out.</summary>
    public void Leave(Member member)
    {
        member.Go();
        lock (_gate)
        {
            var last = _members[^1];
            _members[member.Index] = last;
            last.Index = member.Index;
            _members.RemoveAt(_members.Count - 1);
            _membersVersion++;
            if (_presence.Leave(member.Person)) SignalSoon();
        }
    }

    /// <summary>A person in the room has a new name.</summary>
    public void Renamed(Person person)
    {
        lock (_gate)
        {
            if (_presence.Rename(person)) SignalSoon();
        }
    }

    internal void Enter(Member member)
    {
        lock (_gate)
        {
            member.Index = _members.Count;
            _members.Add(member);
            _membersVersion++;
            if (_presence.Enter(member.Person)) SignalSoon();
        }
    }

    /// <summary>Removes what is older; see <see cref="IEventLog.PurgeAsync"/>.</summary>
    internal Task<int> PurgeAsync(long unixMilliseconds) => _log.PurgeAsync(_stream, unixMilliseconds);

    /// <summary>Completes when the pump has nothing left to do.</summary>
    internal Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (!_isPumping) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = PumpAsync();

    private async Task<RoomPage> ReadForAsync(long? after, string? epoch)
    {
        if (after is >= 0 and var have && epoch == _stream.Epoch)
        {
            var sinceThen = PageRequest.Since(have, HouseLimits.ResumeEvents, HouseLimits.ResumeBytes);
            var missed = await ReadAsync(sinceThen).ConfigureAwait(false);
            // Without a gap: what was purged meanwhile, or more than a resume gives, makes it a new
            // beginning.
            var isGapless = have + missed.Events.Count == missed.Head;
            if (!missed.More && isGapless)
                return new RoomPage(_stream.Epoch, missed.Head, true, have > 0, missed.Events, [], 0);
        }
        var newest = await ReadAsync(PageRequest.Newest(HouseLimits.DefaultPageEvents, HouseLimits.PageBytes))
            .ConfigureAwait(false);
        return new RoomPage(_stream.Epoch, newest.Head, false, newest.More, newest.Events, [], 0);
    }

    private void StartPump()
    {
        if (_isPumping) return;
        _isPumping = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        try
        {
            if (TakeWork() is { } delta) FanOut(new PeopleSignal(delta));
            if (_underWay.Count > 0) await AppendAndSendAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _logger.Error(e, "The pump of {Room} failed", Name);
        }
        PumpAgain();
    }

    private PeopleDelta? TakeWork()
    {
        lock (_gate)
        {
            _underWay.Clear();
            (_gathered, _underWay) = (_underWay, _gathered);
            var delta = _isSignalDue ? _presence.TakeDelta() : null;
            _isSignalDue = false;
            return delta;
        }
    }

    // Back to the pool between two batches: sockets are read meanwhile, and the next batch grows.
    private void PumpAgain()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (_gathered.Count > 0 || _isSignalDue)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
            _isPumping = false;
            (idle, _idle) = (_idle, null);
        }
        idle?.SetResult();
    }

    private async Task AppendAndSendAsync()
    {
        var drafts = new Draft[_underWay.Count];
        for (var i = 0; i < drafts.Length; i++) drafts[i] = _underWay[i].Draft;
        IReadOnlyList<Appended> appended;
        try
        {
            appended = await _log.AppendAsync(_stream, drafts).ConfigureAwait(false);
        }
        catch (LogException)
        {
            foreach (var post in _underWay) post.Poster.OnNotSaved(post.Draft);
            return;
        }
        var events = new List<RoomEvent>(appended.Count);
        foreach (var (known, outcome) in appended)
        {
            if (outcome == AppendOutcome.Added) events.Add(known!);
        }
        if (events.Count > 0) FanOut(new EventBatch(events));
        for (var i = 0; i < appended.Count; i++)
        {
            if (appended[i].Outcome == AppendOutcome.Repeat) _underWay[i].Poster.OnRepeat(appended[i].Event!);
        }
    }

    private void FanOut(Broadcast broadcast)
    {
        lock (_gate)
        {
            if (_audienceVersion != _membersVersion)
            {
                if (_audience.Length < _members.Count) _audience = new Member[_members.Capacity];
                _members.CopyTo(_audience);
                if (_audienceCount > _members.Count)
                    Array.Clear(_audience, _members.Count, _audienceCount - _members.Count);
                (_audienceCount, _audienceVersion) = (_members.Count, _membersVersion);
            }
        }
        for (var i = 0; i < _audienceCount; i++) _audience[i].Deliver(broadcast);
    }

    private void SignalSoon()
    {
        if (_signalTimer is not null || _isSignalDue) return;
        _signalTimer = _time.CreateTimer(_ => SignalNow(), null, SignalInterval, Timeout.InfiniteTimeSpan);
    }

    private void SignalNow()
    {
        lock (_gate)
        {
            _signalTimer?.Dispose();
            _signalTimer = null;
            _isSignalDue = true;
            StartPump();
        }
    }
}

/// <summary>What a member gets first.</summary>
/// <param name="Epoch">The epoch that the numbers belong to.</param>
/// <param name="Head">The newest event; live ones go on from the next.</param>
/// <param name="IsRecovered">The events run without a gap from the last that the member had.</param>
/// <param name="More">There are older ones.</param>
/// <param name="Events">The events.</param>
/// <param name="People">The first 200 who are here.</param>
/// <param name="Count">How many are here.</param>
public sealed record RoomPage(
    string Epoch, long Head, bool IsRecovered, bool More, IReadOnlyList<RoomEvent> Events,
    IReadOnlyList<PersonHere> People, int Count);
