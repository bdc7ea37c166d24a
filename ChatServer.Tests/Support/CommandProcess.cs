using System.Diagnostics;
using System.Text;

namespace ChatServer.Tests.Support;

/// <summary>A command (<c>send</c>, <c>tail</c>, …) as a process of its own, with its standard input and output in hand.</summary>
internal sealed class CommandProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private CommandProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Standard input; a line is out when it is written.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Starts a command; the environment has none of our variables but those given, each «NAME=value».</summary>
    public static CommandProcess Start(string[] arguments, string? workingFolder = null, params string[] environment) =>
        Start(ServerProcess.StartInfo(arguments, workingFolder), environment);

    /// <summary>
    /// Runs a command to its end where its standard output and error are a terminal, both together.
    /// </summary>
    public static async Task<CommandResult> RunInTerminalAsync(params string[] arguments)
    {
        var start = ServerProcess.StartInfo(arguments, workingFolder: null);
        string[] words = [start.FileName, .. start.ArgumentList];
        var line = string.Join(' ', words.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        start.FileName = "script";
        start.ArgumentList.Clear();
        foreach (var word in (string[])["--quiet", "--return", "--command", line, "/dev/null"]) start.ArgumentList.Add(word);
        // Of a terminal that can more, .NET sets the keypad first.
        await using var command = Start(start, "TERM=dumb");
        return await command.EndAsync();
    }

    /// <summary>Runs a shell script, in which «"$@"» is a command, to its end.</summary>
    public static async Task<CommandResult> RunInShellAsync(string script, string[] arguments, string? workingFolder = null)
    {
        var start = ServerProcess.StartInfo(arguments, workingFolder);
        string[] words = ["-c", script, "sh", start.FileName, .. start.ArgumentList];
        start.FileName = "sh";
        start.ArgumentList.Clear();
        foreach (var word in words) start.ArgumentList.Add(word);
        await using var shell = Start(start);
        shell.Input.Close();
        return await shell.EndAsync();
    }

    /// <summary>Runs a command to its end, with that as its standard input.</summary>
    public static async Task<CommandResult> RunAsync(
        string[] arguments, string input = "", string? workingFolder = null, params string[] environment)
    {
        await using var command = Start(arguments, workingFolder, environment);
        try
        {
            await command.Input.WriteAsync(input);
            command.Input.Close();
        }
        catch (IOException)
        {
            // It has ended without reading it all.
        }
        return await command.EndAsync();
    }

    /// <summary>The next line of standard output; <c>null</c> at the end.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(ChatPeer.Patience);

    /// <summary>Closes our end of its standard output, as <c>head</c> does when it has seen enough.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    public void Signal(int number) => ServerProcess.Signal(_process.Id, number);

    /// <summary>Waits for its end, and gives what it printed since.</summary>
    public async Task<CommandResult> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(ChatPeer.Patience);
        return new CommandResult(await ExitCodeAsync(), output, await _errors);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
        await _errors;
        _process.Dispose();
    }

    private static CommandProcess Start(ProcessStartInfo start, params string[] environment)
    {
        start.RedirectStandardInput = true;
        start.StandardInputEncoding = new UTF8Encoding(false);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CHATSERVER_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var variable in environment) start.Environment[variable.Split('=')[0]] = variable.Split('=', 2)[1];
        var process = Process.Start(start)!;
        process.StandardInput.AutoFlush = true;
        return new CommandProcess(process);
    }
}

/// <summary>How a command ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);
