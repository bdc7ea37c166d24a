namespace ChatServer.Commands;

/// <summary>
/// Where an export goes. A file is written beside its place, under a name that nobody else has, and takes
/// that place when it is whole; what is there and is no file (a pipe, a device) is written straight to.
/// </summary>
internal sealed class ExportTarget : IAsyncDisposable
{
    private const int InvalidArgument = 22; // EINVAL

    private readonly StandardOutput? _standardOutput;
    private readonly FileStream? _file;
    private readonly string? _place;
    private bool _isInPlace;

    private ExportTarget(StandardOutput standardOutput) => _standardOutput = standardOutput;

    private ExportTarget(FileStream file, string? place) => (_file, _place) = (file, place);

    /// <summary>How much has been written, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It mustn't be written.</exception>
    /// <exception cref="CommandFailure">It is standard output, which is closed.</exception>
    public static async Task<ExportTarget> OpenAsync(string path, CancellationToken cancellationToken)
    {
        // Opened anew it would be written from its beginning, if it is a file.
        if (path is "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1")
            return new ExportTarget(new StandardOutput());
        // The opening of a pipe waits for somebody who reads it, and doesn't know of cancellation.
        var opening = Task.Run(() => OpenUnlessFile(path), CancellationToken.None);
        if (await opening.WaitAsync(cancellationToken).ConfigureAwait(false) is { } straight)
            return new ExportTarget(straight, place: null);
        var place = new FileInfo(path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : path;
        var part = $"{place}.{Path.GetRandomFileName()}.part";
        return new ExportTarget(new FileStream(part, FileMode.CreateNew, FileAccess.Write), place);
    }

    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="CommandFailure">It is standard output, which can't be written.</exception>
    /// <exception cref="OperationCanceledException">It is standard output, which nobody reads.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_standardOutput is not null) await _standardOutput.WriteAsync(bytes).ConfigureAwait(false);
        else await _file!.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        Bytes += bytes.Length;
    }

    /// <summary>It is whole.</summary>
    /// <exception cref="IOException">It can't be put in its place.</exception>
    public async Task FinishAsync()
    {
        if (_place is null) return;
        _file!.Flush(flushToDisk: true);
        await _file.DisposeAsync().ConfigureAwait(false);
        // Who may read what is there may read what takes its place, and nobody else.
        if (!OperatingSystem.IsWindows() && File.Exists(_place))
            File.SetUnixFileMode(_file.Name, File.GetUnixFileMode(_place));
        File.Move(_file.Name, _place, overwrite: true);
        _isInPlace = true;
    }

    public async ValueTask DisposeAsync()
    {
        _standardOutput?.Dispose();
        if (_file is null) return;
        await _file.DisposeAsync().ConfigureAwait(false);
        if (_place is not null && !_isInPlace) File.Delete(_file.Name);
    }

    private static FileStream? OpenUnlessFile(string path)
    {
        try
        {
            var stream = new FileStream(
                path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            if (!IsFile(stream)) return stream;
            stream.Dispose();
        }
        catch (FileNotFoundException)
        {
            // It will be a file.
        }
        return null;
    }

    // The null device can seek, as files do; but none other than a file has a length that can be set.
    private static bool IsFile(FileStream stream)
    {
        if (!stream.CanSeek) return false;
        try
        {
            stream.SetLength(stream.Length);
            return true;
        }
        catch (IOException e) when (e.HResult == InvalidArgument)
        {
            return false;
        }
    }
}
