using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Files;

/// <summary>
/// Removes the files that no message has any more: a minute after something was deleted, and every hour. What
/// nobody refers to when the server starts stays for a day: perhaps another log belongs to it. Any thread may
/// call it.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="log">Knows which of them messages have.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what goes wrong.</param>
public sealed class FileSweep(FileStore files, IEventLog log, TimeProvider time, ILogger logger)
    : IRoomWatcher, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>What is deleted is gone from the disk so soon.</summary>
    internal static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>How long somebody has to put a log back that was moved by mistake.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly HashSet<string> _strangers = []; // belongs to the sweep under way
    private readonly long _startedAt = time.GetTimestamp();
    private bool _hasSwept;

    private readonly Lock _gate = new(); // guards what follows
    private ITimer? _timer;
    private bool _isSoon;
    private bool _isDue;
    private bool _isSweeping;

    /// <summary>Begins, with a first sweep at once.</summary>
    public void Start()
    {
        lock (_gate) _timer = time.CreateTimer(_ => _ = SweepAsync(), null, Interval, Interval);
        _ = SweepAsync();
    }


    void IRoomWatcher.OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        if (!events.Any(e => e.Kind == EventKind.Delete)) return;
        lock (_gate)
        {
            if (_isSoon) return;
            _isSoon = true;
            _timer?.Change(Soon, Interval);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    // One at a time; a tick that comes in the midst of one is for the next.
    private async Task SweepAsync()
    {
        lock (_gate)
        {
            _isDue = true;
            if (_isSweeping) return;
            _isSweeping = true;
        }
        while (TakeTurn()) await SweepOnceAsync().ConfigureAwait(false);
    }

    private bool TakeTurn()
    {
        lock (_gate)
        {
            _isSweeping = _isDue && _timer is not null;
            (_isDue, _isSoon) = (false, _isSoon && !_isSweeping);
            return _isSweeping;
        }
    }

    private async Task SweepOnceAsync()
    {
        try
        {
            var removed = await files.SweepAsync(log.FilesAsync, IsSpared).ConfigureAwait(false);
            _hasSwept = true;
            logger.Debug("Files were swept");
            if (removed > 0) logger.Information("Files removed that no message has: {Files}", removed);
        }
        catch (Exception e) when (e is FileException or LogException)
        {
            logger.Error(e, "Files that no message has could not be removed");
        }
    }

    private bool IsSpared(string sha256)
    {
        if (!_hasSwept) _strangers.Add(sha256);
        return time.GetElapsedTime(_startedAt) < Grace && _strangers.Contains(sha256);
    }
}
