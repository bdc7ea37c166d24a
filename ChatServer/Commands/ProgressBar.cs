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

    /// <param name="events">How many; <c>null</c> if that isn't known.</param>
    /// <param name="of">Of how many, at most.</param>
    /// <param name="bytes">How many bytes they are.</param>
    public void ShowEvents(long? events, long? of, long bytes)
    {
        var count = events is null || of is null ? "" : $"{events} of {of}, ";
        Show(events, of, $"{count}{Mebibytes(bytes):0.0} MiB");
    }

    /// <param name="bytes">How many.</param>
    /// <param name="of">Of how many; <c>null</c> if that isn't known.</param>
    public void ShowBytes(long bytes, long? of)
    {
        var all = of is { } known
            ? string.Create(CultureInfo.InvariantCulture, $" of {Mebibytes(known):0.0}")
            : "";
        Show(bytes, of, $"{Mebibytes(bytes):0.0}{all} MiB");
    }

    public void Clear()
    {
        if (_shownAt is not null) Console.Error.Write(ClearLine);
    }

    private void Show(long? done, long? of, FormattableString text)
    {
        if (!_isOn || (_shownAt is { } at && time.GetElapsedTime(at) < Interval)) return;
        _shownAt = time.GetTimestamp();
        var bar = done is { } part && of is > 0 and { } all ? Bar((double)part / all) : "";
        Console.Error.Write(ClearLine + bar + text.ToString(CultureInfo.InvariantCulture) + ToLineStart);
    }

    private static double Mebibytes(long bytes) => bytes / (1024.0 * 1024);

    private static string Bar(double part)
    {
        var full = (int)(Math.Clamp(part, 0, 1) * Cells);
        return $"[{new string('#', full)}{new string('.', Cells - full)}] ";
    }
}
