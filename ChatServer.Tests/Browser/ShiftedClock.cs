namespace ChatServer.Tests.Browser;

/// <summary>The system's clock, set forward or back: timers run as ever, only the date is another.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
