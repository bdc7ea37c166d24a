namespace ChatServer.Rooms;

/// <summary>
/// How many resumes may be under way that give much, over all rooms, until their clients have taken them: who asks for one
/// and doesn't read holds megabytes. Any thread may call it.
/// </summary>
internal sealed class LongResumes(TimeProvider time) : IDisposable
{
    /// <summary>A resume with more events than that is a long one; one with fewer is as small as a page.</summary>
    private const int ShortEvents = HouseLimits.PageEvents;

    /// <summary>At 4 MiB each (<see cref="HouseLimits.ResumeBytes"/>), 64 MiB of text.</summary>
    private const int AtOnce = 16;

    /// <summary>How long one waits for its turn; then it begins anew with the newest page instead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Waits for a turn, where there are many events to give.</summary>
    /// <param name="events">How many.</param>
    /// <returns>To be disposed when the client has taken them; <c>null</c> if no turn came.</returns>
    public async ValueTask<IDisposable?> BeginAsync(long events)
    {
        if (events <= ShortEvents) return Turn.Free;
        using var timeout = new CancellationTokenSource(Patience, time);
        try
        {
            await _turns.WaitAsync(timeout.Token).ConfigureAwait(false);
            return new Turn(_turns);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim? turns) : IDisposable
    {
        public static readonly Turn Free = new(null);

        public void Dispose() => turns?.Release();
    }
}
