using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ChatServer.Commands;

/// <summary>
/// Standard output in UTF-8, which tells when nobody reads it any more (<c>| head -1</c>), also while there
/// is nothing to write. What the platform's console gives does neither.
/// </summary>
internal sealed class StandardOutput : IDisposable
{
    private const int FileDescriptor = 1;
    private const int BrokenPipe = 32; // EPIPE

    private readonly Stream _stream;
    private readonly CancellationTokenSource _closed = new();

    public StandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            _stream = Console.OpenStandardOutput();
            return;
        }
        // Without a buffer: a line is out when it is written.
        var handle = new SafeFileHandle(FileDescriptor, ownsHandle: false);
        _stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        new Thread(WatchPipe) { IsBackground = true, Name = "standard-output" }.Start();
    }

    /// <summary>Cancelled when nobody reads any more.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Writes a line.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    /// <exception cref="CommandFailure">It can't be written.</exception>
    public async Task WriteLineAsync(string line)
    {
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            await _closed.CancelAsync().ConfigureAwait(false);
            throw new OperationCanceledException("nobody reads", e, Closed);
        }
        catch (IOException e)
        {
            throw new CommandFailure($"Standard output: {e.Message}", e);
        }
    }

    public void Dispose() => _stream.Dispose();

    // Waits for nothing but the hang-up or the error, of which poll tells unasked.
    private void WatchPipe()
    {
        var waiting = new PollRequest { Descriptor = FileDescriptor };
        while (Poll(ref waiting, 1, timeoutMilliseconds: -1) < 0
            && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
        if (waiting.Returned != 0) _closed.Cancel();
    }

    private const int Interrupted = 4; // EINTR

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
}
