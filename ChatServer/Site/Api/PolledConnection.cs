using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>
/// A connection whose messages go with the answers of polls, each once and in order: an answer is kept until
/// the next poll says that it came. Any thread may call it; of two polls at once, the later one goes on.
/// </summary>
internal sealed class PolledConnection : IDisposable
{
    /// <summary>Without a poll for so long, the client has left.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ITimer? _silence;
    private CancellationTokenSource _latest = new();
    private IReadOnlyList<ReadOnlyMemory<byte>> _batch = [];
    private long _number;

    /// <param name="connection">The connection.</param>
    /// <param name="isPolled">Whether it ends when nobody polls it.</param>
    /// <param name="time">The clock.</param>
    public PolledConnection(HttpConnection connection, bool isPolled, TimeProvider time)
    {
        Connection = connection;
        if (isPolled)
            _silence = time.CreateTimer(_ => connection.Abort(), null, Patience, Timeout.InfiniteTimeSpan);
    }

    public HttpConnection Connection { get; }

    /// <summary>The next batch, or the last one again.</summary>
    /// <param name="known">Number of the last batch that the client has; 0 at first.</param>
    /// <param name="wait">How long it waits for something.</param>
    /// <param name="ended">The client has left.</param>
    /// <returns>The batch, empty if nothing came, and its number; <c>null</c> if the number can't be, or
    /// another poll took over.</returns>
    public async Task<(long Number, IReadOnlyList<ReadOnlyMemory<byte>> Frames)?> PollAsync(
        long known, TimeSpan wait, CancellationToken ended)
    {
        // Not disposed: the next poll may be about to cancel it.
        var own = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(own.Token, ended);
        await Interlocked.Exchange(ref _latest, own).CancelAsync().ConfigureAwait(false);
        await _turn.WaitAsync(ended).ConfigureAwait(false);
        try
        {
            _silence?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return await NextAsync(known, wait, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            Interlocked.CompareExchange(ref _latest, new CancellationTokenSource(), own);
            _silence?.Change(Patience, Timeout.InfiniteTimeSpan);
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _silence?.Dispose();
        Connection.Abort();
    }

    private async Task<(long, IReadOnlyList<ReadOnlyMemory<byte>>)?> NextAsync(
        long known, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_batch.Count > 0 && known == _number - 1) return (_number, _batch);
        if (known != _number) return null;
        _batch = [];
        if (await Connection.Outgoing.TakeAsync(wait, cancellationToken).ConfigureAwait(false)
            is not { Count: > 0 } taken)
        {
            return (_number, []);
        }
        _batch = taken;
        return (++_number, taken);
    }
}
