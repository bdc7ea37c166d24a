using System.Diagnostics;
using System.Globalization;

namespace ChatServer.Bench;

/// <summary>
/// This program once more, as the server that is measured: on loopback, and in memory only.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string ReadyPrefix = "Listening on http://localhost:";

    private readonly Process _process;

    private BenchServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Processor time that it has used, of all cores together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it, and waits until it is ready.</summary>
    public static async Task<BenchServer> StartAsync()
    {
        string[] flags =
        [
            "--port", "0", "--bind", "127.0.0.1", "--ephemeral", "--message-rate", "0", "--no-qr",
            "--log-level", "warning",
        ];
        // Started by «dotnet ChatServer.dll», or as an executable of its own.
        var own = Environment.ProcessPath!;
        string[] command = Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? [typeof(BenchServer).Assembly.Location]
            : [];
        var start = new ProcessStartInfo(own, [.. command, .. flags]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
            {
                var port = int.Parse(line.AsSpan(ReadyPrefix.Length), CultureInfo.InvariantCulture);
                return new BenchServer(process, port);
            }
        }
        throw new InvalidOperationException("the server did not start");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
