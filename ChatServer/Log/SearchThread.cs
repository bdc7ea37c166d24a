using Serilog;

namespace ChatServer.Log;

/// <summary>
/// The thread that searches, one search after the other: a long one holds up neither those who read nor those
/// who write. Any thread may ask.
/// </summary>
internal sealed class SearchThread : IDisposable
{
    /// <summary>Most searches that wait for their turn, a tenth of a second each at most.</summary>
    private const int MostSearches = 50;

    private readonly SearchReader _reader;
    private readonly ILogger _logger;
    private readonly WorkThread<LogSearch> _thread;
    private int _waiting;
    private volatile bool _isClosed;

    public SearchThread(SearchReader reader, ILogger logger)
    {
        _reader = reader;
        _logger = logger;
        _thread = new WorkThread<LogSearch>("log-search", Search);
    }

    /// <exception cref="LogException">The log can't be read, too many ask, or it is closed.</exception>
    public async Task<SearchPage> SearchAsync(SearchRequest request)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostSearches)
                throw new LogException("Too many search at once; ask again later.");
            var search = new LogSearch(request);
            if (!_thread.Post(search)) search.Fail(LogException.Closed());
            return await search.Task.ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Waits for the search under way; those that have their turn after it fail.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _thread.Dispose();
    }

    private void Search(IReadOnlyList<LogSearch> searches)
    {
        foreach (var search in searches)
        {
            try
            {
                if (_isClosed) search.Fail(LogException.Closed());
                else search.Apply(_reader);
            }
            catch (Exception e)
            {
                if (e is not DamagedIndexException) _logger.Error(e, "The log could not search");
                search.Fail(e);
            }
        }
    }
}
