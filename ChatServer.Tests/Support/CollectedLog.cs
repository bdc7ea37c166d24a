using System.Collections.Concurrent;
using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace ChatServer.Tests.Support;

/// <summary>A logger that keeps what it is told, for a part that is tested without the whole server.</summary>
internal sealed class CollectedLog : ILogEventSink
{
    private readonly ConcurrentQueue<LogEvent> _events = [];

    public CollectedLog() => Logger = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(this).CreateLogger();

    public ILogger Logger { get; }

    /// <summary>What was logged as Error or Fatal.</summary>
    public IReadOnlyList<string> Errors =>
        [.. _events.Where(e => e.Level >= LogEventLevel.Error).Select(e => $"{e.RenderMessage(CultureInfo.InvariantCulture)} {e.Exception}")];

    /// <summary>Whether a message with that text was logged.</summary>
    public bool Has(string text) =>
        _events.Any(e => e.RenderMessage(CultureInfo.InvariantCulture).Contains(text, StringComparison.Ordinal));

    public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);
}
