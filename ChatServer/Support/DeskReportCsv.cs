using System.Globalization;
using System.Text;

namespace ChatServer.Support;

/// <summary>The tickets of a report as a table (RFC 4180), one a line, for a spreadsheet.</summary>
public static class DeskReportCsv
{
    private const int BufferChars = 16 * 1024;

    // Without the mark Excel takes UTF-8 for the code page of the machine.
    private static readonly UTF8Encoding Utf8WithMark = new(encoderShouldEmitUTF8Identifier: true);

    private static readonly string[] Columns =
    [
        "number", "opened", "department", "visitor", "first_agent", "last_agent", "wait_seconds",
        "first_answer_seconds", "handling_seconds", "outcome", "tag", "rating", "comment",
    ];

    /// <summary>
    /// Writes the head and a line for each ticket. When one was opened is told by the clock on the wall, and
    /// durations in whole seconds: Excel takes «30.5» for a date in half of Europe.
    /// </summary>
    /// <param name="tickets">What is written.</param>
    /// <param name="timeZone">Whose clock it is.</param>
    /// <param name="output">Where to; stays open.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    public static async Task WriteAsync(
        IEnumerable<ReportedTicket> tickets, TimeZoneInfo timeZone, Stream output,
        CancellationToken cancellationToken)
    {
        // Not disposed of: that would write what is left to a stream that fails, or that nobody reads.
        var writer = new StreamWriter(output, Utf8WithMark, BufferChars, leaveOpen: true);
        await WriteAsync(writer, CsvLine.Of(Columns), cancellationToken).ConfigureAwait(false);
        foreach (var ticket in tickets)
            await WriteAsync(writer, Line(ticket, timeZone), cancellationToken).ConfigureAwait(false);
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Task WriteAsync(StreamWriter writer, string line, CancellationToken cancellationToken) =>
        writer.WriteAsync(line.AsMemory(), cancellationToken);

    private static string Line(ReportedTicket reported, TimeZoneInfo timeZone)
    {
        var ticket = reported.Ticket;
        var openedAt = DateTimeOffset.FromUnixTimeMilliseconds(ticket.OpenedAt);
        var opened = TimeZoneInfo.ConvertTime(openedAt, timeZone);
        return CsvLine.Of(
            Text(ticket.Number),
            opened.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ticket.Department,
            ticket.Visitor.Name,
            reported.FirstAgent?.Name,
            ticket.Agent?.Name,
            Seconds(reported.WaitMs),
            Seconds(reported.FirstAnswerMs),
            Seconds(reported.HandlingMs),
            Outcome(reported),
            ticket.Tag,
            Text(reported.Rating),
            ticket.Comment);
    }

    private static string Outcome(ReportedTicket reported) => reported switch
    {
        { IsAbandoned: true } => "abandoned",
        { IsClosed: true } => "closed",
        { Ticket.State: TicketState.Waiting } => "waiting",
        _ => "assigned",
    };

    private static string? Seconds(long? milliseconds) => Text((milliseconds + 500) / 1000);

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
