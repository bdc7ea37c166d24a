using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ChatServer;
using ChatServer.Commands;
using ChatServer.Log;
using Serilog;

if (args is [var word, ..] && CommandTable.Has(word))
    return await CommandTable.RunAsync(args, TimeProvider.System).ConfigureAwait(false);

// Where a socket has become ready, its reader runs at once, without a change of thread; no handler here
// blocks. Must be set before the first socket. Measured in docs/performance.md.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

if (Arguments.Parse(args, out var settings) is { } exitCode) return exitCode;

await using var logger = new LoggerConfiguration()
    .MinimumLevel.Is(settings!.LogLevel)
    .WriteTo.Console(
        outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
        formatProvider: CultureInfo.InvariantCulture)
    .CreateLogger();

var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.TrySetResult();
}
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// SIGXFSZ: a file that may grow no more (ulimit -f) fails a write, as a full disk does, and ends nothing.
const int FileLimitSignal = 25;
using var limited = OperatingSystem.IsWindows()
    ? null
    : PosixSignalRegistration.Create((PosixSignal)FileLimitSignal, signal => signal.Cancel = true);

try
{
    await using var host = await ServerHost.StartAsync(settings, TimeProvider.System, logger)
        .ConfigureAwait(false);
    StartBanner.Print(settings, host, Console.Out, isTerminal: !Console.IsOutputRedirected);
    await stopping.Task.ConfigureAwait(false);
    logger.Information("Stopping");
    return 0;
}
catch (LogException e)
{
    await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
    return 1;
}
catch (SocketException e)
{
    await Console.Error.WriteLineAsync(Arguments.Explain(e, settings.EndPoint)).ConfigureAwait(false);
    return 1;
}
