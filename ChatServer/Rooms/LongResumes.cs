using System.Net;

namespace ChatServer.Rooms;

/// <summary>
/// How many resumes may be under way that give much, over all rooms, until their clients have taken them: who
/// asks for one and doesn't read holds megabytes. Any thread may call it.
/// </summary>
internal sealed class LongResumes(TimeProvider time) : IDisposable
{
    /// <summary>
    /// A resume with more events than that is a long one; one with fewer is as small as a page.
    /// </summary>
    private const int ShortEvents = HouseLimits.PageEvents;

    /// <summary>At 4 MiB each (<see cref="HouseLimits.ResumeBytes"/>), 64 MiB of text.</summary>
    private const int AtOnce = 16;

    /// <summary>
    /// Of them from one network that isn't this machine: who doesn't read keeps others from theirs no longer.
    /// </summary>
    private const int AtOnceOfOne = 4;

    /// <summary>How long one waits for its turn; then it begins anew with the newest page instead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly SemaphoreSlim _all = new(AtOnce);
    private readonly Dictionary<IPAddress, Share> _shares = []; // its own lock

    /// <summary>The turns of one network; there as long as somebody has or awaits one.</summary>
    private sealed class Share
    {
        public SemaphoreSlim Turns { get; } = new(AtOnceOfOne);
        public int Users { get; set; }
    }

    /// <summary>Waits for a turn, where there are many events to give.</summary>
    /// <param name="events">How many.</param>
    /// <param name="network">The network of the client.</param>
    /// <returns>To be disposed when the client has taken them; <c>null</c> if no turn came.</returns>
    public async ValueTask<IDisposable?> BeginAsync(long events, IPAddress network)
    {
        if (events <= ShortEvents) return Turn.Free;
        using var timeout = new CancellationTokenSource(Patience, time);
        var turn = new Turn(this, network);
        try
        {
            await turn.TakeAsync(timeout.Token).ConfigureAwait(false);
            return turn;
        }
        catch (OperationCanceledException)
        {
            turn.Dispose();
            return null;
        }
    }

    public void Dispose() => _all.Dispose();

    private Share? Join(IPAddress network)
    {
        if (IPAddress.IsLoopback(network)) return null;
        lock (_shares)
        {
            if (!_shares.TryGetValue(network, out var share)) _shares.Add(network, share = new Share());
            share.Users++;
            return share;
        }
    }

    private void Part(IPAddress network, Share share)
    {
        lock (_shares)
        {
            if (--share.Users == 0) _shares.Remove(network);
        }
    }

    private sealed class Turn(LongResumes? resumes, IPAddress network) : IDisposable
    {
        public static readonly Turn Free = new(null, IPAddress.None);

        private readonly Share? _share = resumes?.Join(network);
        private bool _isOfShare;
        private bool _isOfAll;

        public async Task TakeAsync(CancellationToken cancellationToken)
        {
            if (_share is not null) await _share.Turns.WaitAsync(cancellationToken).ConfigureAwait(false);
            _isOfShare = _share is not null;
            await resumes!._all.WaitAsync(cancellationToken).ConfigureAwait(false);
            _isOfAll = true;
        }

        public void Dispose()
        {
            if (_isOfAll) resumes!._all.Release();
            if (_isOfShare) _share!.Turns.Release();
            if (_share is not null) resumes!.Part(network, _share);
        }
    }
}
