using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Support;

/// <summary>A clock that a test turns, and that tells when a timer has been set: so a test needn't guess when to turn it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly ConcurrentDictionary<TimeSpan, SemaphoreSlim> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Timers(dueTime).Release();
        return timer;
    }

    /// <summary>Waits for a timer of that length; each is told once.</summary>
    public async Task WhenTimerAsync(TimeSpan dueTime) =>
        Assert.That(await Timers(dueTime).WaitAsync(ChatPeer.Patience), $"nobody has set a timer of {dueTime}");

    private SemaphoreSlim Timers(TimeSpan dueTime) => _timers.GetOrAdd(dueTime, _ => new SemaphoreSlim(0));
}
