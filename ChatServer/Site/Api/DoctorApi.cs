using System.Net;
using ChatServer.Diagnosis;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Where the server can be reached, and what is in the way. How its machine is made, adapters and firewalls,
/// is told to who is at the machine, and to admins; everybody else gets the addresses that work.
/// </summary>
/// <param name="access">Who asks.</param>
/// <param name="doctor">What looks.</param>
/// <param name="qrCode">Draws an address, a row a string.</param>
internal sealed class DoctorApi(Access access, Doctor doctor, Func<string, IReadOnlyList<string>> qrCode)
{
    public void AddTo(RouteTable routes) => routes.Get("/api/doctor", LookAsync);

    private async Task<Answer> LookAsync(Exchange exchange)
    {
        if (access.ToRead(exchange, out var reader) is { } refusal) return Problems.Answer(exchange, refusal);
        var report = TellsAll(exchange, reader)
            ? await doctor.WholeAsync().ConfigureAwait(false)
            : await doctor.OutlineAsync().ConfigureAwait(false);
        if (exchange.PrefersText)
        {
            var lines = ReportLines.Of(report).Select(line => line + "\n");
            return Answer.Text(HttpStatusCode.OK, string.Concat(lines));
        }
        var drawn = report.Best is { } best ? report with { Qr = qrCode(best) } : report;
        return Answer.Of(HttpStatusCode.OK, drawn, ProtocolJson.Default.DoctorReport);
    }

    private static bool TellsAll(Exchange exchange, Person reader) =>
        Access.IsLocal(exchange) || reader.IsAdmin;
}
