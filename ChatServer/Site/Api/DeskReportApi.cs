using System.Globalization;
using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Site.Api;

/// <summary>
/// Figures of the support desk, for supervisors and admins: as JSON, or as a table for a spreadsheet.
/// </summary>
internal sealed class DeskReportApi(SupportDesk support, DeskAccess access)
{
    // The whole log of the desk is read for one, and its tickets are held meanwhile.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public void AddTo(RouteTable routes) => routes.Get("/api/desk/report", ReportAsync);

    private async Task<Answer> ReportAsync(Exchange exchange)
    {
        if (access.ToManage(exchange, out _) is { } refusal) return Problems.Answer(exchange, refusal);
        if (!TryParse(exchange.QueryValue("from"), out var from)
            || !TryParse(exchange.QueryValue("to"), out var to)
            || from > to)
        {
            return Problems.Answer(exchange, new Refusal(
                ErrorCode.BadMessage, "from and to are Unix milliseconds, from the earlier one"));
        }
        var timeZone = support.Setup.Hours.TimeZone;
        await OneAtATime.WaitAsync(exchange.Ended).ConfigureAwait(false);
        try
        {
            var report = await DeskReport
                .FoldAsync(support.Desk.HistoryAsync(), from, to, timeZone, exchange.Ended)
                .ConfigureAwait(false);
            if (!WantsCsv(exchange))
                return Answer.Of(HttpStatusCode.OK, report.View(), ProtocolJson.Default.DeskReportView);
            return Answer
                .Stream("text/csv; charset=utf-8", (stream, ended) =>
                    DeskReportCsv.WriteAsync(report.Tickets, timeZone, stream, ended))
                .AsAttachment("tickets.csv");
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static bool WantsCsv(Exchange exchange) => exchange.QueryValue("format") is { } format
        ? format == "csv"
        : Accept.Quality(exchange.Header("Accept"), "text/csv")
            > Accept.Quality(exchange.Header("Accept"), "application/json");

    private static bool TryParse(string? text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
