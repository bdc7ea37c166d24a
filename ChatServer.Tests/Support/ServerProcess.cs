using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace ChatServer.Tests.Support;

/// <summary>The built server as a process of its own, for what only a process can show: flags, exit codes, signals, being killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const int Sigint = 2;
    public const int Sigterm = 15;

    private const string ReadyPrefix = "Listening on ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private ServerProcess(string[] arguments, string? workingFolder)
    {
        _process = Process.Start(StartInfo(arguments, workingFolder))!;
        _errors = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>Process id; the server's own, since what starts it is replaced by it.</summary>
    public int Id => _process.Id;

    public Uri Url { get; private set; } = null!;

    public int Port => Url.Port;

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts the server and waits for the line that says it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string[] arguments, string? workingFolder = null)
    {
        var server = new ServerProcess(arguments, workingFolder);
        try
        {
            server.Url = new Uri(await server._ready.Task.WaitAsync(ChatPeer.Patience));
            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            throw new AssertionException($"not ready: {e.Message}\n{server.Output}\n{await server._errors}");
        }
    }

    /// <summary>Starts the server with flags that it should end with, and waits for that.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var server = new ServerProcess(arguments, workingFolder: null);
        var exitCode = await server.WaitForExitAsync();
        return (exitCode, server.Output, await server._errors);
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>SIGKILL: the process ends where it stands.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>How the executable is started as it is by hand.</summary>
    public static ProcessStartInfo StartInfo(string[] arguments, string? workingFolder)
    {
        // The test project references the server's, so its build lies here, with all that it needs to run.
        var assembly = Path.Combine(AppContext.BaseDirectory, "ChatServer.dll");
        Assert.That(Path.ChangeExtension(assembly, ".runtimeconfig.json"), Does.Exist);
        // A shell that starts a job in the background may have it ignore SIGINT, which children inherit. SIGXFSZ is ignored so that a
        // write over the limit on the size of files fails like one on a full disk, instead of ending the process.
        string[] command = OperatingSystem.IsLinux()
            ? ["env", "--default-signal=INT", "--ignore-signal=XFSZ", DotnetPath, assembly]
            : [DotnetPath, assembly];
        return new ProcessStartInfo(command[0], [.. command[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? AppContext.BaseDirectory,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
    }

    /// <summary>Sends a signal to a process.</summary>
    public static void Signal(int processId, int number) => Assert.That(SendSignal(processId, number), Is.Zero);

    public void Signal(int number) => Signal(_process.Id, number);

    /// <summary>
    /// Lets it write no file beyond a length (RLIMIT_FSIZE), as on a disk that is full; on Linux, whose prlimit
    /// does that.
    /// </summary>
    /// <param name="bytes">A number, or «unlimited».</param>
    public async Task LimitFilesAsync(string bytes)
    {
        // The soft limit alone: to lift it again needs no rights.
        using var prlimit = Process.Start("prlimit", ["--pid", $"{Id}", $"--fsize={bytes}:"]);
        await prlimit.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
        Assert.That(prlimit.ExitCode, Is.Zero);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
        await _reading.WaitAsync(ChatPeer.Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await WaitForExitAsync();
        _process.Dispose();
    }

    private static string DotnetPath =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_output) _output.Append(CultureInfo.InvariantCulture, $"{line}\n");
            if (line.StartsWith(ReadyPrefix, StringComparison.Ordinal)) _ready.TrySetResult(line[ReadyPrefix.Length..]);
        }
        _ready.TrySetException(new InvalidOperationException("the server ended"));
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
