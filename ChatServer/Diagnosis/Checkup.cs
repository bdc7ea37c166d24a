namespace ChatServer.Diagnosis;

/// <summary>
/// Examinations that are asked for again and again: one at a time, whoever asks meanwhile gets the same, and
/// what came of it is kept for a moment. So nobody can have the machine scan itself, or start programs, at
/// will. Any thread may call it.
/// </summary>
/// <param name="look">Examines.</param>
/// <param name="time">The clock.</param>
internal sealed class Checkup(Func<Task<Facts>> look, TimeProvider time)
{
    /// <summary>How long what was found is kept.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<Facts>? _latest;
    private DateTimeOffset _ended = DateTimeOffset.MinValue;

    /// <summary>What is so now, or was a moment ago.</summary>
    public Task<Facts> LatestAsync()
    {
        lock (_lock)
        {
            var isOver = _latest is null
                || (_latest.IsCompleted && (_latest.IsFaulted || time.GetUtcNow() - _ended >= KeepFor));
            return isOver ? _latest = RunAsync() : _latest!;
        }
    }

    private async Task<Facts> RunAsync()
    {
        await Task.Yield(); // off the lock
        try
        {
            return await look().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock) _ended = time.GetUtcNow();
        }
    }
}
