using System.Globalization;
using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Site.Api;

/// <summary>A ticket's conversation as lines of text: what was said, and what happened, in order.</summary>
/// <param name="ticket">The ticket; <c>null</c> if it was closed so long ago that only its messages are
/// known.</param>
/// <param name="words">The language.</param>
internal sealed class Transcript(Ticket? ticket, TranscriptWords words)
{
    private const int PageEvents = 500;
    private const int PageBytes = 256 * 1024;

    private DateOnly? _day;

    private readonly Queue<TicketAct> _acts = new(
        ticket?.Acts.Where(act => words.Of(act) is not null) ?? []);

    /// <exception cref="LogException">The log can't be read.</exception>
    /// <exception cref="OperationCanceledException">Nobody takes it any more.</exception>
    public async Task WriteAsync(Room room, OpenAnswer answer)
    {
        var lines = new StringBuilder();
        if (ticket is not null) WriteHead(lines, ticket);
        var (seq, head) = (0L, room.Head);
        while (seq < head)
        {
            var page = await room.ReadAsync(PageRequest.After(seq, PageEvents, PageBytes))
                .ConfigureAwait(false);
            foreach (var e in page.Events) WriteEvent(lines, e);
            await FlushAsync().ConfigureAwait(false);
            if (!page.More) break;
            seq = page.Events[^1].Seq;
        }
        WriteActs(lines, until: long.MaxValue);
        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            await answer.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString())).ConfigureAwait(false);
            lines.Clear();
        }
    }

    private void WriteHead(StringBuilder lines, Ticket ticket)
    {
        lines.Append(CultureInfo.InvariantCulture, $"{words.Ticket} {ticket.Room} (UTC)\n");
        WriteSaid(lines, ticket.OpenedAt, ticket.Visitor.Name, ticket.Question);
    }

    private void WriteEvent(StringBuilder lines, RoomEvent e)
    {
        WriteActs(lines, e.At);
        if (e.Kind != EventKind.Message) return;
        WriteSaid(lines, e.At, e.From.Name, e.Deleted is null ? e.Text : words.Deleted);
        foreach (var file in e.Files ?? [])
        {
            lines.Append(
                CultureInfo.InvariantCulture,
                $"  {words.File}: {EventLine.Characters(file.Name)}, {file.Bytes} {words.Bytes}\n");
        }
    }

    private void WriteActs(StringBuilder lines, long until)
    {
        while (_acts.TryPeek(out var act) && act.At <= until)
        {
            _acts.Dequeue();
            WriteDay(lines, act.At);
            lines.Append(
                CultureInfo.InvariantCulture,
                $"{TimeOf(act.At):HH:mm} * {EventLine.Printable(words.Of(act)!)}\n");
        }
    }

    private void WriteSaid(StringBuilder lines, long at, string name, string text)
    {
        WriteDay(lines, at);
        lines.Append(
            CultureInfo.InvariantCulture,
            $"{TimeOf(at):HH:mm} {EventLine.Characters(name)}: {EventLine.Printable(text)}\n");
    }

    private void WriteDay(StringBuilder lines, long at)
    {
        var day = DateOnly.FromDateTime(TimeOf(at).DateTime);
        if (_day == day) return;
        _day = day;
        lines.Append(CultureInfo.InvariantCulture, $"\n{day:yyyy-MM-dd}\n");
    }

    private static DateTimeOffset TimeOf(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);
}
