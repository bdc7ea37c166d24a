using System.Buffers;
using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// A whole room as one file: read from the log a page at a time, each written before the next is read, so
/// that neither a long room nor a slow client takes memory or a thread.
/// </summary>
internal sealed class ExportApi(House house, Access access)
{
    private const int PageEvents = 1_000;
    private const int PageBytes = 256 * 1024;

    /// <summary>
    /// Pages that are read at once, of all exports: whoever asks the log for something else waits behind so
    /// many, at some 6 ms each.
    /// </summary>
    private const int PagesAtOnce = 2;

    // One for the process, as the disk is one.
    private static readonly SemaphoreSlim Reading = new(PagesAtOnce);

    public void AddTo(RouteTable routes) => routes.Get("/api/rooms/{room}/export", Export);

    private Answer Export(Exchange exchange)
    {
        if (access.ToReadRoom(exchange, out _, out var room) is { } refusal)
            return Problems.Answer(exchange, refusal);
        var name = exchange.QueryValue("format") ?? "jsonl";
        if (FormatOf(name) is not { } format)
        {
            return Problems.Answer(
                exchange, new Refusal(ErrorCode.BadMessage, "format is jsonl, md or html"));
        }
        var answer = Answer.Stream(
            format.ContentType, (stream, ended) => WriteAsync(exchange.Network, room, format, stream, ended));
        if (format is HtmlExport) answer.With("Content-Security-Policy", HtmlExport.ContentSecurityPolicy);
        return answer.AsAttachment($"{room.Name}.{name}");
    }

    private static IExportFormat? FormatOf(string name) => name switch
    {
        "jsonl" => new JsonLinesExport(),
        "md" => new MarkdownExport(),
        "html" => new HtmlExport(),
        _ => null,
    };

    private async Task WriteAsync(
        IPAddress network, Room room, IExportFormat format, Stream stream, CancellationToken ended)
    {
        var answer = new OpenAnswer(stream, ended);
        var output = new ArrayBufferWriter<byte>();
        // What is said meanwhile belongs to the next export.
        var now = house.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var head = new ExportHead(ExportHead.Current, room.Name, room.Epoch, room.Head, now);
        format.Begin(output, head);
        var (seq, events, more) = (0L, 0L, head.Head > 0);
        while (more)
        {
            var page = await ReadAsync(room, seq, ended).ConfigureAwait(false);
            foreach (var e in page.Events.Where(e => e.Seq <= head.Head))
            {
                format.Write(output, e);
                events++;
            }
            more = page.More && page.Events[^1].Seq < head.Head;
            if (!more) break;
            seq = page.Events[^1].Seq;
            await FlushAsync().ConfigureAwait(false);
            await WaitForTurnAsync(network, ended).ConfigureAwait(false);
        }
        format.End(output, new ExportEnd(events));
        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            await answer.WriteAsync(output.WrittenMemory).ConfigureAwait(false);
            output.ResetWrittenCount();
        }
    }

    private static async Task<EventPage> ReadAsync(Room room, long after, CancellationToken ended)
    {
        await Reading.WaitAsync(ended).ConfigureAwait(false);
        try
        {
            return await room.ReadAsync(PageRequest.After(after, PageEvents, PageBytes))
                .ConfigureAwait(false);
        }
        finally
        {
            Reading.Release();
        }
    }

    // A page counts as a request: a network that exports a great deal gets no more of the log than one that
    // asks.
    private async Task WaitForTurnAsync(IPAddress network, CancellationToken ended)
    {
        while (!house.People.Networks.MayAsk(network, out var retryAfter))
            await Task.Delay(retryAfter, house.Time, ended).ConfigureAwait(false);
    }
}
