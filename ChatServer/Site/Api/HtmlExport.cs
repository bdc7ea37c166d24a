using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ChatServer.Protocol;

namespace ChatServer.Site.Api;

/// <summary>
/// One HTML document to read and to print: no script, nothing from elsewhere, and every text escaped. It
/// says so itself, for who opens it as a file.
/// </summary>
internal sealed class HtmlExport : DocumentExport
{
    /// <summary>What it may load and run: nothing but its own style.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public override string ContentType => "text/html; charset=utf-8";

    public override void Begin(IBufferWriter<byte> output, ExportHead head)
    {
        var (room, at) = (Text(head.Room), DateTimeOffset.FromUnixTimeMilliseconds(head.At));
        // A page can't put itself into a sandbox by its own word.
        Write(
            output,
            $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <title>{{room}}</title>
            <style>
            :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
            body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
            h2 { font-size: 1rem; border-bottom: 1px solid; margin-top: 2rem }
            article { margin: .8rem 0; unicode-bidi: isolate }
            p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
            time, small, .act { color: GrayText }
            </style>
            <h1>{{room}}</h1>
            <p>As of {{at:yyyy-MM-dd HH:mm}} UTC; all times are UTC.</p>

            """);
    }

    protected override void WriteDay(IBufferWriter<byte> output, DateOnly day) =>
        Write(output, $"<h2>{day:yyyy-MM-dd}</h2>\n");

    protected override void WriteAct(
        IBufferWriter<byte> output, RoomEvent e, DateTimeOffset at, string text) =>
        Write(output, $"<p class=\"act\" id=\"e{e.Seq}\">{at:HH:mm} {Text(text)}</p>\n");

    protected override void WriteMessage(IBufferWriter<byte> output, RoomEvent e, DateTimeOffset at)
    {
        var edited = e.Edited is null ? "" : " <small>edited</small>";
        var text = e.Deleted is null ? Text(e.Text) : "<small>deleted</small>";
        Write(output, $"<article id=\"e{e.Seq}\"><bdi><b>{Text(e.From.Name)}</b></bdi>");
        Write(output, $" <time>{at:HH:mm}</time>");
        if (e.Reply is { } seq) Write(output, $" <small><a href=\"#e{seq}\">in reply to {seq}</a></small>");
        Write(output, $"{edited}\n<p>{text}</p>");
        foreach (var file in e.Files ?? [])
            Write(output, $"\n<p><small>file: {Text(file.Name)}, {file.Bytes} bytes</small></p>");
        foreach (var (emoji, by) in e.Reactions ?? [])
        {
            var names = Text(string.Join(", ", by.Select(person => person.Name)));
            Write(output, $"\n<small>{Text(emoji)} {names}</small>");
        }
        Write(output, $"</article>\n");
    }

    public override void End(IBufferWriter<byte> output, ExportEnd end) =>
        Write(output, $"<p class=\"act\">End of the export: {end.Events} events.</p>\n</html>\n");

    private static string Text(string text) =>
        Encoder.Encode(EventLine.Characters(text)).Replace("&#xA;", "\n", StringComparison.Ordinal);
}
