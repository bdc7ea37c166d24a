using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// The one place of a room where order, durability and fan-out happen: posts gather while it works; it takes
/// all that have gathered as one batch, appends the batch to the log, and hands on what the log took. Signals
/// go out between two batches. Any thread may call it; its owner is called by one thread at a time.
/// </summary>
internal sealed class RoomPump : IThreadPoolWorkItem
{
    /// <summary>Shortest time between two signals: four a second.</summary>
    private static readonly TimeSpan SignalInterval = TimeSpan.FromMilliseconds(250);

    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly IOwner _owner;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private readonly Lock _gate = new(); // guards everything below, but what is under way
    private List<Post> _gathered = [];
    private readonly Queue<Func<Task>> _turns = [];
    private bool _isPumping;
    private bool _isSignalDue;
    private ITimer? _signalTimer; // not null while a signal waits for its time
    private TaskCompletionSource? _idle;

    private List<Post> _underWay = [];

    public RoomPump(IEventLog log, LogStream stream, IOwner owner, TimeProvider time, ILogger logger)
    {
        _log = log;
        _stream = stream;
        _owner = owner;
        _time = time;
        _logger = logger;
    }

    /// <summary>Whose pump it is.</summary>
    internal interface IOwner
    {
        /// <summary>Sends what the log has taken.</summary>
        void Send(IReadOnlyList<RoomEvent> events);

        /// <summary>Sends what there is to signal now.</summary>
        void SendSignals();
    }

    public bool IsPumping
    {
        get
        {
            lock (_gate) return _isPumping;
        }
    }

    public void Post(Post post)
    {
        lock (_gate)
        {
            _gathered.Add(post);
            Start();
        }
    }

    /// <summary>Has something done between two batches: nothing is appended or sent meanwhile.</summary>
    public Task<TResult> InTurnAsync<TResult>(Func<Task<TResult>> work)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _turns.Enqueue(async () =>
            {
                try
                {
                    done.SetResult(await work().ConfigureAwait(false));
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            });
            Start();
        }
        return done.Task;
    }

    /// <summary>Has signals sent at the next time that they may go.</summary>
    public void SignalSoon()
    {
        lock (_gate)
        {
            if (_signalTimer is not null || _isSignalDue) return;
            _signalTimer = _time.CreateTimer(
                _ => SignalNow(), null, SignalInterval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Completes when there is nothing left to do.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (!_isPumping) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = PumpAsync();

    private void SignalNow()
    {
        lock (_gate)
        {
            _signalTimer?.Dispose();
            _signalTimer = null;
            _isSignalDue = true;
            Start();
        }
    }

    private void Start()
    {
        if (_isPumping) return;
        _isPumping = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task PumpAsync()
    {
        if (TakeWork(out var turn)) SendSignals();
        if (turn is not null) await turn().ConfigureAwait(false);
        try
        {
            if (_underWay.Count > 0) await AppendAndSendAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _logger.Error(e, "The pump of {Room} failed", _stream.Name);
        }
        PumpAgain();
    }

    // Apart, so that what was posted isn't lost with them.
    private void SendSignals()
    {
        try
        {
            _owner.SendSignals();
        }
        catch (Exception e)
        {
            _logger.Error(e, "The signals of {Room} failed", _stream.Name);
        }
    }

    /// <returns>Whether signals are due.</returns>
    private bool TakeWork(out Func<Task>? turn)
    {
        lock (_gate)
        {
            _turns.TryDequeue(out turn);
            _underWay.Clear();
            (_gathered, _underWay) = (_underWay, _gathered);
            CutBeforeCheck();
            var isSignalDue = _isSignalDue;
            _isSignalDue = false;
            return isSignalDue;
        }
    }

    // What depends on what was posted before it begins a batch of its own.
    private void CutBeforeCheck()
    {
        if (_underWay.Count < 2) return;
        var next = _underWay.FindIndex(1, static post => post.Check is not null);
        if (next < 0) return;
        _gathered.AddRange(_underWay[next..]);
        _underWay.RemoveRange(next, _underWay.Count - next);
    }

    // Back to the pool between two batches: sockets are read meanwhile, and the next batch grows.
    private void PumpAgain()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (_gathered.Count > 0 || _turns.Count > 0 || _isSignalDue)
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
        if (_underWay[0].Check?.Invoke() is { } refusal)
        {
            await RefuseAsync(_underWay[0], refusal).ConfigureAwait(false);
            _underWay.RemoveAt(0);
            if (_underWay.Count == 0) return;
        }
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
        foreach (var (added, outcome) in appended)
        {
            if (outcome == AppendOutcome.Added) events.Add(added!);
        }
        if (events.Count > 0) _owner.Send(events);
        for (var i = 0; i < appended.Count; i++) Answer(_underWay[i], appended[i]);
    }

    // A repeat comes before a refusal: what is sent again is mostly of no use because it was done.
    private async Task RefuseAsync(Post post, Refusal why)
    {
        var (draft, poster) = post;
        try
        {
            var known = draft.Id is null
                ? null
                : await _log.FindAsync(_stream, draft.From.Id, draft.Id).ConfigureAwait(false);
            if (known?.Kind == draft.Kind) poster.OnRepeat(known);
            else poster.OnRefused(draft, why);
        }
        catch (LogException)
        {
            poster.OnNotSaved(draft);
        }
    }

    private static void Answer(Post post, Appended appended)
    {
        switch (appended.Outcome)
        {
            case AppendOutcome.Added:
                post.Poster.OnAdded(appended.Event!);
                break;
            case AppendOutcome.Repeat:
                post.Poster.OnRepeat(appended.Event!);
                break;
            default:
                post.Poster.OnRefused(post.Draft, Why(appended.Outcome));
                break;
        }
    }

    private static Refusal Why(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.NoMessage => new(ErrorCode.NoSuchMessage, "there is no such message, or it is deleted"),
        AppendOutcome.IdTaken => new(ErrorCode.BadId, "the id was given to something else"),
        AppendOutcome.Full => new(ErrorCode.NotSaved, "the room has all the events that a room can have"),
        AppendOutcome.NotYours => new(ErrorCode.NotYours, "the message is somebody else's"),
        _ => new(ErrorCode.TooManyReactions, "the message has all the reactions that it can have"),
    };
}
