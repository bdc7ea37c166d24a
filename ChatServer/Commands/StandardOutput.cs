using System.Runtime.InteropServices;
using System.Text;

namespace ChatServer.Commands;

/// <summary>
/// Standard output in UTF-8, which tells when nobody reads it any more (<c>| head -1</c>), also while there
/// is nothing to write. What the platform's console gives does neither, and a file stream writes to a file
/// from a place of its own, over what others have printed there meanwhile.
/// </summary>
internal sealed class StandardOutput : IDisposable
{
    private const int FileDescriptor = 1;

    // fcntl.h
    private const int GetDescriptorFlags = 1; // F_GETFD

    // poll.h
    private const short CanWrite = 4; // POLLOUT

    // errno.h
    private const int Interrupted = 4; // EINTR
    private const int BrokenPipe = 32; // EPIPE

    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35; // EAGAIN

    private readonly Stream? _console;
    private readonly CancellationTokenSource _closed = new();

    /// <exception cref="CommandFailure">There is none (<c>&gt;&amp;-</c>).</exception>
    public StandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            _console = Console.OpenStandardOutput();
            return;
        }
        // What a program is started with isn't marked to be closed when another one is (FD_CLOEXEC). If this
        // is, the runtime has opened it since, for itself.
        if (FileControl(FileDescriptor, GetDescriptorFlags) != 0)
            throw new CommandFailure("Standard output is closed.");
        new Thread(WatchPipe) { IsBackground = true, Name = "standard-output" }.Start();
    }

    /// <summary>Cancelled when nobody reads any more.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Writes a line.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    /// <exception cref="CommandFailure">It can't be written.</exception>
    public Task WriteLineAsync(string line) => WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <inheritdoc cref="WriteLineAsync"/>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_console is null)
        {
            await Task.Run(() => Write(bytes.Span), CancellationToken.None).ConfigureAwait(false);
            return;
        }
        try
        {
            await _console.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new CommandFailure($"Standard output: {e.Message}", e);
        }
    }

    public void Dispose() => _console?.Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var written = Write(FileDescriptor, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }
            var error = Marshal.GetLastPInvokeError();
            if (error == BrokenPipe)
            {
                _closed.Cancel();
                throw new OperationCanceledException("nobody reads", Closed);
            }
            // Whoever shares the terminal may have set it so that writing doesn't wait.
            if (error == WouldBlock) Wait(CanWrite);
            else if (error != Interrupted)
                throw new CommandFailure($"Standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    // Waits for nothing but the hang-up or the error, of which poll tells unasked.
    private void WatchPipe()
    {
        if (Wait(0) != 0) _closed.Cancel();
    }

    private static short Wait(short wanted)
    {
        var waiting = new PollRequest { Descriptor = FileDescriptor, Wanted = wanted };
        while (Poll(ref waiting, 1, timeoutMilliseconds: -1) < 0
            && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
        return waiting.Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Wanted;
        public short Returned;
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollRequest requests, nuint count, int timeoutMilliseconds);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, ref byte bytes, nuint count);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(int descriptor, int command);
}
