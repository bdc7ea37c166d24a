using System.Collections.Concurrent;
using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace ChatServer.Tests.Support;

/// <summary>Keeps what is logged, for a test to look at.</summary>
internal sealed class CollectingSink : ILogEventSink
{
    private readonly ConcurrentQueue<LogEvent> _events = [];

    /// <summary>What was logged as Error or Fatal.</summary>
    public IReadOnlyList<string> Errors =>
        [.. _events.Where(e => e.Level >= LogEventLevel.Error).Select(e => $"{e.RenderMessage(CultureInfo.InvariantCulture)} {e.Exception}")];

    /// <summary>All lines, of whatever level.</summary>
    public IReadOnlyList<string> Lines =>
        [.. _events.Select(e => $"{e.Level} {e.RenderMessage(CultureInfo.InvariantCulture)} {e.Exception}")];

    public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);

    /// <summary>A logger that writes everything here.</summary>
    public Logger CreateLogger() => new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(this).CreateLogger();
}
