using System.Globalization;

namespace ChatServer.Commands;

/// <summary>
/// How far something is, on one line of standard error, which is drawn over; nothing if that isn't a
/// terminal.
/// </summary>
internal sealed class ProgressBar(TimeProvider time)
{
    private const int Cells = 30;
    private const string ToLineStart = "\r";
    private const string ClearLine = "\r\u001B[K";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool _isOn = !Console.IsErrorRedirected;
    private long? _shownAt;

    /// <param name="done">How many; <c>null</c> if that isn't known.</param>
    /// <param name="of">Of how many, at most.</param>
    /// <param name="bytes">How many bytes.</param>
    public void Show(long? done, long? of, long bytes)
    {
        if (!_isOn || (_shownAt is { } at && time.GetElapsedTime(at) < Interval)) return;
        _shownAt = time.GetTimestamp();
        var mebibytes = bytes / (1024.0 * 1024);
        var bar = done is { } count && of is > 0 and { } all
            ? $"{Bar((double)count / all)} {count} of {all}, "
            : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{bar}{mebibytes:0.0} MiB");
        Console.Error.Write(ClearLine + text + ToLineStart);
    }

    public void Clear()
    {
        if (_shownAt is not null) Console.Error.Write(ClearLine);
    }

    private static string Bar(double part)
    {
        var full = (int)(Math.Clamp(part, 0, 1) * Cells);
        return $"[{new string('#', full)}{new string('.', Cells - full)}]";
    }
}
