using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Files;

/// <summary>
/// Removes the files that no message has any more: at start, every hour, and a minute after something was deleted,
/// or a file was not made part of a message. Any thread may call it.
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

    private readonly Lock _gate = new(); // guards what follows
    private ITimer? _timer;
    private bool _isSoon;
    private bool _isSweeping;

    /// <summary>Begins, with a first sweep at once.</summary>
    public void Start()
    {
        lock (_gate) _timer = time.CreateTimer(_ => _ = SweepAsync(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>There is perhaps something to remove.</summary>
    public void SweepSoon()
    {
        lock (_gate)
        {
            if (_isSoon) return;
            _isSoon = true;
            _timer?.Change(Soon, Interval);
        }
    }

    void IRoomWatcher.OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        if (events.Any(e => e.Kind == EventKind.Delete)) SweepSoon();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private async Task SweepAsync()
    {
        lock (_gate)
        {
            if (_timer is null || _isSweeping) return;
            (_isSweeping, _isSoon) = (true, false);
        }
        try
        {
            var removed = await files.SweepAsync(log.FilesAsync).ConfigureAwait(false);
            if (removed > 0) logger.Information("Removed {Files} files that no message has", removed);
        }
        catch (Exception e) when (e is FileException or LogException)
        {
            logger.Error(e, "Files that no message has could not be removed");
        }
        finally
        {
            lock (_gate) _isSweeping = false;
        }
    }
}
