using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Support;

/// <summary>A clock that a test turns, and that tells of timers whose length is known within bounds only.</summary>
internal sealed class TimerWatch() : FakeTimeProvider(TimeProvider.System.GetUtcNow())
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Passes over the timers that have been set.</summary>
    public void PassOver()
    {
        while (_timers.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Waits for the next timer longer than one time and shorter than another; those before it are passed over.</summary>
    public async Task<TimeSpan> NextTimerAsync(TimeSpan over, TimeSpan under)
    {
        using var patience = new CancellationTokenSource(ChatPeer.Patience);
        try
        {
            while (true)
            {
                var timer = await _timers.Reader.ReadAsync(patience.Token);
                if (timer > over && timer < under) return timer;
            }
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException($"nobody has set a timer of between {over} and {under}");
        }
    }

    /// <summary>Waits for the next timer of that length.</summary>
    public Task<TimeSpan> NextTimerAsync(TimeSpan length) =>
        NextTimerAsync(length - TimeSpan.FromMilliseconds(1), length + TimeSpan.FromMilliseconds(1));
}
