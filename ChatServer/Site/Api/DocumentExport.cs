using System.Buffers;
using System.Globalization;
using System.Text;
using ChatServer.Protocol;

namespace ChatServer.Site.Api;

/// <summary>An export to read: a heading a day, and under it what was said and done.</summary>
internal abstract class DocumentExport : IExportFormat
{
    private DateOnly? _day;

    public abstract string ContentType { get; }

    public abstract void Begin(IBufferWriter<byte> output, ExportHead head);

    public void Write(IBufferWriter<byte> output, RoomEvent e)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(e.At);
        var day = DateOnly.FromDateTime(at.DateTime);
        if (_day != day) WriteDay(output, day);
        _day = day;
        if (e.Kind == EventKind.Message) WriteMessage(output, e, at);
        else WriteAct(output, e, at, (EventLine.Of(e) ?? "").TrimStart('*', ' '));
    }

    public abstract void End(IBufferWriter<byte> output, ExportEnd end);

    protected abstract void WriteDay(IBufferWriter<byte> output, DateOnly day);

    protected abstract void WriteMessage(IBufferWriter<byte> output, RoomEvent e, DateTimeOffset at);

    /// <param name="output">Where it is written.</param>
    /// <param name="e">What isn't a message.</param>
    /// <param name="at">When it was.</param>
    /// <param name="text">What happened, in words.</param>
    protected abstract void WriteAct(IBufferWriter<byte> output, RoomEvent e, DateTimeOffset at, string text);

    protected static void Write(IBufferWriter<byte> output, FormattableString text) =>
        Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture), output);
}
