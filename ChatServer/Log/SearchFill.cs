using Serilog;

namespace ChatServer.Log;

/// <summary>
/// Takes new messages into the index of the search, soon after they came, in small parts on the writer's
/// thread: a twentieth of its time at most while people write. All of a log from before there was an index,
/// too.
/// </summary>
internal sealed class SearchFill : IDisposable
{
    /// <summary>
    /// Messages that are taken in at once: 2 to 3 ms, for which a commit may have to wait.
    /// </summary>
    private const int MessagesOfPart = 64;

    /// <summary>Events over which it is told that there is much to do.</summary>
    private const long ManyEvents = 50_000;

    /// <summary>Of the writer's time, one part in so many, while others write.</summary>
    private const int BusyShare = 20;

    /// <summary>In which more may gather.</summary>
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(200);

    /// <summary>Time until it is tried again, while the disk is full.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);

    private readonly EventWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isDue, _isBusy, _isMuch;

    /// <param name="writer">What writes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <param name="ask">Has <see cref="Work"/> called on the writer's thread.</param>
    public SearchFill(EventWriter writer, TimeProvider time, ILogger logger, Action ask)
    {
        _writer = writer;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => ask(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Told after each commit, and at the start.</summary>
    public void Committed()
    {
        _isBusy = true;
        if (_isDue || IsDone) return;
        In(After);
        var events = _writer.Unindexed.Sum(stream => stream.Head - stream.Indexed);
        if (_isMuch || events < ManyEvents) return;
        _isMuch = true;
        _logger.Information("The search index lacks {Events} events, and takes them in now", events);
    }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsDone => _writer.Unindexed.Count == 0 && !_writer.IsIndexUnclean;

    /// <summary>Takes in the next part; or else goes on with what was removed.</summary>
    /// <returns>Whether now the last of what was removed is gone.</returns>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public bool Work()
    {
        _isDue = false;
        var (begun, isClean) = (_time.GetTimestamp(), false);
        try
        {
            if (_writer.Unindexed.Count > 0) FillOne();
            else if (_writer.IsIndexUnclean) isClean = _writer.CleanIndex();
        }
        catch (Exception e) when (e is not DamagedIndexException)
        {
            _logger.Error(e, "The search index could not be written");
            In(AgainAfter);
            return false;
        }
        var took = _time.GetElapsedTime(begun);
        if (!IsDone) In(_isBusy ? took * (BusyShare - 1) : took);
        _isBusy = false;
        if (_isMuch && _writer.Unindexed.Count == 0)
        {
            _isMuch = false;
            _logger.Information("The search index has all events");
        }
        return isClean;
    }

    public void Dispose() => _timer.Dispose();

    private void FillOne()
    {
        // A log of long ago holds up nobody who writes now.
        if (_writer.Unindexed.MinBy(stream => stream.Head - stream.Indexed) is not { } next) return;
        if (next.Row > 0 && next.Indexed < next.Head) _writer.FillIndex(next, MessagesOfPart);
        if (next.Row == 0 || next.Indexed >= next.Head) _writer.Unindexed.Remove(next);
    }

    private void In(TimeSpan time)
    {
        _isDue = true;
        _timer.Change(time, Timeout.InfiniteTimeSpan);
    }
}
