using System.Reflection;
using System.Runtime.InteropServices;
using ChatServer.Bench;
using CommandLine;
using CommandLine.Text;

namespace ChatServer.Commands;

/// <summary>
/// What the executable does besides serving, mostly for a server that runs, this one or another.
/// </summary>
public static class CommandTable
{
    /// <summary>Exit code of a command that can't do what it is for.</summary>
    private const int Failed = 1;

    /// <summary>Exit code of what Ctrl+C ended, as shells have it.</summary>
    private const int Interrupted = 130;

    private static readonly Type[] All =
    [
        typeof(SendOptions), typeof(TailOptions), typeof(ExportOptions), typeof(ImportOptions),
        typeof(KeyOptions), typeof(DoctorOptions), typeof(BenchOptions),
    ];

    /// <summary>A line for each, as <c>--help</c> prints them.</summary>
    public static IEnumerable<string> Lines =>
        All.Select(VerbOf).Select(verb => $"  ./run.sh {verb.Name,-8} {verb.HelpText}");

    /// <summary>Whether that is the name of a command.</summary>
    public static bool Has(string word) => Array.Exists(All, options => VerbOf(options).Name == word);

    /// <summary>Runs the command that the first word names.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TimeProvider time)
    {
        var type = Array.Find(All, options => VerbOf(options).Name == args[0])!;
        if (Usage.FlagWithoutValue(type, args) is { } flag) return Usage.Refuse($"{flag} needs a value.");
        using var parser = Usage.NewParser();
        var result = parser.ParseArguments(Usage.WithDashedValues(type, args), All);
        if (result.Errors.FirstOrDefault() is { } error) return Explain(error, result);

        using var stopping = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await RunAsync(result.Value, time, stopping.Token).ConfigureAwait(false);
            return 0;
        }
        catch (UsageFailure e)
        {
            return Usage.Refuse(e.Message);
        }
        catch (CommandFailure e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return Failed;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (OperationCanceledException)
        {
            return 0; // nobody reads what it prints
        }
    }

    private static async Task RunAsync(object options, TimeProvider time, CancellationToken cancellationToken)
    {
        switch (options)
        {
            case SendOptions send:
                using (var remote = RemoteOf(send, time))
                {
                    if (send.Timeout < 0) throw new UsageFailure("--timeout is 0 or more seconds.");
                    await using var input = Console.OpenStandardInput();
                    await new SendCommand(send, remote, input, time).RunAsync(cancellationToken)
                        .ConfigureAwait(false);
                }
                break;
            case TailOptions tail:
                using (var remote = RemoteOf(tail, time))
                using (var output = new StandardOutput())
                {
                    if (tail.Words.FirstOrDefault() is { } word)
                        throw new UsageFailure($"«{word}» is not understood.");
                    if (tail.Lines is < 0 or > TailOptions.MaxLines)
                        throw new UsageFailure($"--lines is 0–{TailOptions.MaxLines}.");
                    await new TailCommand(tail, remote, output, time).RunAsync(cancellationToken)
                        .ConfigureAwait(false);
                }
                break;
            case ExportOptions export:
                ExportCommand.Check(export);
                using (var remote = RemoteOf(export, time))
                {
                    await new ExportCommand(export, remote, new ProgressBar(time)).RunAsync(cancellationToken)
                        .ConfigureAwait(false);
                }
                break;
            case ImportOptions import:
                ImportCommand.Check(import);
                using (var remote = new Remote(import.Server, AdminKey.Find(import), time))
                using (var output = new StandardOutput())
                {
                    await new ImportCommand(import, remote, new ProgressBar(time), output)
                        .RunAsync(cancellationToken).ConfigureAwait(false);
                }
                break;
            case KeyOptions key:
                KeyCommand.Check(key);
                using (var remote = new Remote(key.Server, AdminKey.Find(key), time))
                using (var output = new StandardOutput())
                {
                    await new KeyCommand(key, remote, output).RunAsync(cancellationToken)
                        .ConfigureAwait(false);
                }
                break;
            case DoctorOptions doctor:
                DoctorCommand.Check(doctor);
                using (var output = new StandardOutput())
                {
                    await new DoctorCommand(doctor, output, !Console.IsOutputRedirected, time)
                        .RunAsync(cancellationToken).ConfigureAwait(false);
                }
                break;
            case BenchOptions bench:
                if (bench.What != "transports" || bench.Words.Any())
                    throw new UsageFailure("bench transports.");
                await new TransportBench(Console.Out, time).RunAsync(cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private static Remote RemoteOf(RoomOptions options, TimeProvider time)
    {
        if (string.IsNullOrEmpty(options.Room)) throw new UsageFailure("Which ROOM?");
        options.Password ??= Environment.GetEnvironmentVariable("CHATSERVER_PASSWORD");
        var key = options.BotKey ?? Environment.GetEnvironmentVariable("CHATSERVER_BOT_KEY");
        return new Remote(options.Server, string.IsNullOrEmpty(key) ? null : key, time);
    }

    private static int Explain(Error error, ParserResult<object> result)
    {
        if (error is not HelpRequestedError and not HelpVerbRequestedError)
            return Usage.Refuse(Usage.Describe(error));
        Console.Out.WriteLine(Help(result));
        return 0;
    }

    private static string Help(ParserResult<object> result)
    {
        var verb = VerbOf(result.TypeInfo.Current);
        var help = HelpText.AutoBuild(
            result,
            text =>
            {
                text.Heading = $"./run.sh {verb.Name}";
                text.Copyright = verb.HelpText;
                text.AdditionalNewLineAfterOption = false;
                text.AddDashesToOption = true;
                text.MaximumDisplayWidth = Usage.HelpColumns;
                return text;
            },
            example => example);
        return help.ToString();
    }

    private static VerbAttribute VerbOf(Type options) => options.GetCustomAttribute<VerbAttribute>()!;
}
