using ChatServer.Log;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>Removes events over an age: at start, then every hour.</summary>
public sealed class Retention : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly RoomRegistry _rooms;
    private readonly TimeSpan _age;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public Retention(RoomRegistry rooms, TimeSpan age, TimeProvider time, ILogger logger)
    {
        _rooms = rooms;
        _age = age;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => _ = PurgeAsync(), null, TimeSpan.Zero, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private async Task PurgeAsync()
    {
        try
        {
            var purged = await _rooms.PurgeAsync(_time.GetUtcNow() - _age).ConfigureAwait(false);
            if (purged > 0)
                _logger.Information("Removed {Events} events older than {Days} days", purged, _age.TotalDays);
        }
        catch (LogException e)
        {
            _logger.Error(e, "Old events could not be removed");
        }
    }
}
