using System.ComponentModel;
using System.Diagnostics;

namespace ChatServer.Diagnosis;

/// <summary>
/// Runs programs out of the system's own folders only, never of the PATH, in a bound of time and of output.
/// </summary>
internal sealed class PlatformTools(TimeProvider time) : IPlatformTools
{
    /// <summary>How long a program may take; PowerShell needs a second or two to begin.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    /// <summary>
    /// As much as is read of what it prints, in characters: a ruleset of a busy router fits.
    /// </summary>
    private const int MaxChars = 256 * 1024;

    private static readonly string[] Folders = OperatingSystem.IsWindows()
        ? [Environment.SystemDirectory, Path.Combine(Environment.SystemDirectory, @"WindowsPowerShell\v1.0")]
        : ["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/libexec/ApplicationFirewall"];

    public bool Has(string name) => Find(name) is not null;

    public string? Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[MaxChars];
            return new string(buffer, 0, reader.ReadBlock(buffer));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public async Task<ToolOutput?> RunAsync(string name, params string[] arguments)
    {
        if (Find(name) is not { } path) return null;
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["LC_ALL"] = "C";
        // A tool is told none of the server's secrets.
        foreach (var secret in start.Environment.Keys
            .Where(key => key.StartsWith("CHATSERVER_", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(secret);
        }
        try
        {
            using var process = Process.Start(start);
            return process is null ? null : await EndAsync(process).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    private async Task<ToolOutput?> EndAsync(Process process)
    {
        using var late = new CancellationTokenSource(Timeout, time);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, late.Token);
            var errors = ReadAsync(process.StandardError, late.Token);
            await Task.WhenAll(output, errors).ConfigureAwait(false);
            await process.WaitForExitAsync(late.Token).ConfigureAwait(false);
            return new ToolOutput(
                process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    // What comes after the bound is read and thrown away, so that the program can end.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new char[MaxChars];
        var rest = new char[4096];
        var length = 0;
        while (true)
        {
            var into = length < text.Length ? text.AsMemory(length) : rest;
            var read = await reader.ReadAsync(into, cancellationToken).ConfigureAwait(false);
            if (read == 0) return new string(text, 0, length);
            if (length < text.Length) length += read;
        }
    }

    private static string? Find(string name) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
