namespace ChatServer.Log;

/// <summary>Something for one of the log's threads to do, with a task that tells how it ended.</summary>
internal abstract class LogWork<TResult>
{
    // Continuations run on the pool: the log's threads have the next batch to do.
    private readonly TaskCompletionSource<TResult> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Task => _done.Task;

    public void Fail(Exception e) =>
        _done.TrySetException(e as LogException ?? new LogException($"The log failed: {e.Message}", e));

    protected void Succeed(TResult result) => _done.TrySetResult(result);
}

/// <summary>A change to the log, one part of a commit.</summary>
internal interface ILogWrite
{
    /// <summary>Whether it is about the index of the search, in transactions of its own.</summary>
    bool IsOfIndex => false;

    /// <summary>Writes in the open transaction.</summary>
    void Apply(EventWriter writer);

    /// <summary>The transaction is on disk.</summary>
    /// <returns>How many events it touched.</returns>
    int Succeed();

    /// <summary>The transaction was rolled back.</summary>
    void Fail(Exception e);
}

internal sealed class LogAppend(LogStream stream, IReadOnlyList<Draft> batch)
    : LogWork<IReadOnlyList<Appended>>, ILogWrite
{
    private readonly Appended[] _appended = new Appended[batch.Count];

    public void Apply(EventWriter writer)
    {
        for (var i = 0; i < _appended.Length; i++) _appended[i] = writer.Append(stream, batch[i]);
    }

    public int Succeed()
    {
        Succeed(_appended);
        return _appended.Length;
    }
}

internal sealed class LogPurge(LogStream stream, long unixMilliseconds)
    : LogWork<(int Count, bool More)>, ILogWrite
{
    private (int Count, bool More) _purged;

    public void Apply(EventWriter writer) => _purged = writer.Purge(stream, unixMilliseconds);

    public int Succeed()
    {
        Succeed(_purged);
        return _purged.Count;
    }
}

/// <summary>Tries whether the log can be written, and leaves nothing behind.</summary>
internal sealed class LogProbe : LogWork<bool>, ILogWrite
{
    public void Apply(EventWriter writer) => writer.Probe();

    public int Succeed()
    {
        Succeed(true);
        return 0;
    }
}

/// <summary>Has the index of the search go on.</summary>
internal sealed class LogFill : LogWork<bool>, ILogWrite
{
    public bool IsOfIndex => true;

    public void Apply(EventWriter writer)
    {
    }

    public int Succeed() => 0;

    /// <param name="isDone">Whether nothing is left for another time.</param>
    public new void Succeed(bool isDone) => base.Succeed(isDone);
}

/// <summary>Has the index of the search made anew.</summary>
internal sealed class LogRenewal(Exception why) : LogWork<bool>, ILogWrite
{
    public bool IsOfIndex => true;

    public Exception Why => why;

    public void Apply(EventWriter writer)
    {
    }

    public int Succeed()
    {
        Succeed(true);
        return 0;
    }
}

/// <summary>A change that gives an answer, and touches as many events as it says.</summary>
internal sealed class LogChange<TResult>(Func<EventWriter, TResult> change, int events)
    : LogWork<TResult>, ILogWrite
{
    private TResult _result = default!;

    public void Apply(EventWriter writer) => _result = change(writer);

    public int Succeed()
    {
        Succeed(_result);
        return events;
    }
}

/// <summary>A question to the log.</summary>
internal interface ILogRead
{
    /// <summary>What is asked about, for who reads of a failure.</summary>
    string About { get; }

    void Apply(EventReader reader);

    void Fail(Exception e);
}

/// <summary>A search, which has a thread of its own.</summary>
internal sealed class LogSearch(SearchRequest request) : LogWork<SearchPage>
{
    public void Apply(SearchReader reader) => Succeed(reader.Read(request));
}

internal sealed class LogRead<TResult>(string about, Func<EventReader, TResult> read)
    : LogWork<TResult>, ILogRead
{
    public string About => about;

    public void Apply(EventReader reader) => Succeed(read(reader));
}
