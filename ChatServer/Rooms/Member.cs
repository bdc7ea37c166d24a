namespace ChatServer.Rooms;

/// <summary>
/// One listener in one room. What is broadcast while it reads the log is collected, and let through after its
/// first page, so that going live and reading don't race: each event comes once and in order.
/// </summary>
/// <param name="person">Who listens.</param>
/// <param name="encoding">How it wants its bytes.</param>
/// <param name="outlet">Where they go.</param>
public sealed class Member(Person person, IEncoding encoding, IOutlet outlet)
{
    private readonly Lock _gate = new();
    private List<Broadcast>? _collected = [];
    private long _pageHead;
    private bool _isGone;

    public Person Person => person;

    /// <summary>Place in the room's list; belongs to the room.</summary>
    internal int Index { get; set; }

    /// <summary>Gives the member what all get. Never waits.</summary>
    internal void Deliver(Broadcast broadcast)
    {
        lock (_gate)
        {
            if (_isGone) return;
            if (_collected is not null) _collected.Add(broadcast);
            else Pass(broadcast);
        }
    }

    /// <summary>Begins to collect again, for a fresh page.</summary>
    internal void Collect()
    {
        lock (_gate)
        {
            _collected ??= [];
        }
    }

    /// <summary>
    /// Passes the first page, then what was collected and isn't on it; from now on, everything at once.
    /// </summary>
    /// <param name="firstPage">The page, encoded.</param>
    /// <param name="head">The newest event that the page covers.</param>
    /// <returns>Completes when the outlet takes more.</returns>
    internal ValueTask GoLive(ReadOnlyMemory<byte> firstPage, long head)
    {
        lock (_gate)
        {
            if (_isGone || _collected is null) return ValueTask.CompletedTask;
            var sending = firstPage.IsEmpty ? ValueTask.CompletedTask : outlet.SendAsync(firstPage);
            _pageHead = head;
            foreach (var broadcast in _collected) Pass(broadcast);
            _collected = null;
            return sending;
        }
    }

    /// <summary>Nothing is delivered from now on.</summary>
    internal void Go()
    {
        lock (_gate)
        {
            _isGone = true;
            _collected = null;
        }
    }

    private void Pass(Broadcast broadcast)
    {
        // The log takes a batch whole, and so does a page: a batch is on it, or it isn't. One that is on it
        // may still be on its way here from the log, also when what was collected has gone through.
        if (broadcast is EventBatch batch && batch.LastSeq <= _pageHead) return;
        var bytes = broadcast.In(encoding);
        if (!bytes.IsEmpty) outlet.Broadcast(bytes);
    }
}

/// <summary>Where a member's bytes go: a WebSocket, a stream of server-sent events, a waiting poll.</summary>
public interface IOutlet
{
    /// <summary>Takes what many get; never waits. Who is too slow for it is closed.</summary>
    void Broadcast(ReadOnlyMemory<byte> bytes);

    /// <summary>Takes an answer at once, in order with the broadcasts.</summary>
    /// <returns>Completes when the next answer is welcome.</returns>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes);
}
