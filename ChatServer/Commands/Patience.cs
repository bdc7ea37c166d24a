namespace ChatServer.Commands;

/// <summary>
/// How long something is tried again, and the pauses in between: longer each time, and jittered.
/// </summary>
/// <param name="bound">How long; counted from the first failure in a row.</param>
/// <param name="time">The clock.</param>
internal sealed class Patience(TimeSpan bound, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Whoever asks for a longer one is asked again all the same; timers end at 49 days.</summary>
    private static readonly TimeSpan LongestAskedPause = TimeSpan.FromHours(1);

    private long? _since;
    private TimeSpan _pause = FirstPause;

    /// <summary>It went well: the next failure is the first again.</summary>
    public void Renew() => (_since, _pause) = (null, FirstPause);

    /// <summary>Waits until it is time to try again.</summary>
    /// <param name="failure">Why it has to be tried again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandFailure">It is over: <paramref name="failure"/> itself.</exception>
    public async Task WaitAsync(CommandFailure failure, CancellationToken cancellationToken)
    {
        _since ??= time.GetTimestamp();
        // Others were sent away at the same moment.
        var jittered = _pause * (0.5 + Random.Shared.NextDouble());
        var pause = (failure as RemoteRefusal)?.RetryAfter ?? jittered;
        if (time.GetElapsedTime(_since.Value) + pause > bound) throw failure;
        _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
        if (pause > LongestAskedPause) pause = LongestAskedPause;
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
    }
}
