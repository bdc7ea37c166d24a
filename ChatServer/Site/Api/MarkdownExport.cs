using System.Buffers;
using System.Globalization;
using System.Text;
using ChatServer.Protocol;

namespace ChatServer.Site.Api;

/// <summary>
/// Markdown to read: a heading a day, and each message as a quotation, which it can't break out of. What
/// would become HTML, a link or an image in it is written so that it doesn't.
/// </summary>
internal sealed class MarkdownExport : DocumentExport
{
    public override string ContentType => "text/markdown; charset=utf-8";

    public override void Begin(IBufferWriter<byte> output, ExportHead head)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(head.At);
        Write(output, $"# {Plain(head.Room)}\n\nAs of {at:yyyy-MM-dd HH:mm} UTC; all times are UTC.\n");
    }

    protected override void WriteDay(IBufferWriter<byte> output, DateOnly day) =>
        Write(output, $"\n## {day:yyyy-MM-dd}\n");

    protected override void WriteAct(
        IBufferWriter<byte> output, RoomEvent e, DateTimeOffset at, string text) =>
        Write(output, $"\n{at:HH:mm} *{Plain(text)}*\n");

    protected override void WriteMessage(IBufferWriter<byte> output, RoomEvent e, DateTimeOffset at)
    {
        var edited = e.Edited is null ? "" : ", edited";
        var reply = e.Reply is { } seq ? $", in reply to {seq}" : "";
        Write(output, $"\n**{Plain(e.From.Name)}** {at:HH:mm} ({e.Seq}{reply}{edited})\n\n");
        if (e.Deleted is not null) Write(output, "*deleted*\n");
        else if (e.Text.Length > 0) Write(output, $"{Quoted(e.Text)}\n");
        foreach (var file in e.Files ?? [])
            Write(output, $"\nfile: {Plain(file.Name)}, {file.Bytes} bytes\n");
        foreach (var (emoji, by) in e.Reactions ?? [])
            Write(output, $"\n{Plain(emoji)} {string.Join(", ", by.Select(person => Plain(person.Name)))}\n");
    }

    public override void End(IBufferWriter<byte> output, ExportEnd end) =>
        Write(output, $"\n---\n\nEnd of the export: {end.Events} events.\n");

    private static string Quoted(string text) => "> " + Harmless(EventLine.Characters(text))
        .Replace("\n", "\n> ", StringComparison.Ordinal);

    // Entities, since a backslash before one means nothing to it.
    private static string Harmless(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("](", "]&#40;", StringComparison.Ordinal)
        .Replace("]:", "]&#58;", StringComparison.Ordinal);

    // On one line, and every character as it stands.
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in EventLine.Characters(text).ReplaceLineEndings(" "))
        {
            var isPlain = char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '.' or ',' || !char.IsAscii(c);
            if (isPlain) plain.Append(c);
            else plain.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
        }
        return plain.ToString();
    }

    private static void Write(IBufferWriter<byte> output, string text) =>
        Encoding.UTF8.GetBytes(text, output);
}
