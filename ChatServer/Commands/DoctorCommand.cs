using System.Net;
using System.Text;
using ChatServer.Diagnosis;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary><c>doctor</c>: why another device can't connect, and the next step.</summary>
internal sealed class DoctorCommand(
    DoctorOptions options, StandardOutput output, bool isTerminal, TimeProvider time)
{
    /// <exception cref="CommandFailure">Something is in the way.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var examination = new Examination(
            new PortProbe(time), Firewalls.Of(new PlatformTools(time)), time);
        var facts = await examination
            .LookAsync(IPAddress.Parse(options.Bind), options.Port, null, options.Name, cancellationToken)
            .ConfigureAwait(false);
        var report = Report.Whole(facts);
        if (options.Json) await PrintJsonAsync(report).ConfigureAwait(false);
        else await PrintAsync(report).ConfigureAwait(false);
        var problems = report.Findings.Count(finding => finding.Severity == Severity.Problem);
        if (problems > 0)
        {
            throw new CommandFailure(
                problems == 1 ? "There is a problem." : $"There are {problems} problems.");
        }
    }

    /// <exception cref="UsageFailure">The values of the command line can't be.</exception>
    public static void Check(DoctorOptions options)
    {
        if (options.Words.FirstOrDefault() is { } word)
            throw new UsageFailure($"«{word}» is not understood.");
        if (options.Port is < 1 or > 65535) throw new UsageFailure("--port is 1–65535.");
        if (!IPAddress.TryParse(options.Bind, out _))
            throw new UsageFailure("--bind is an IP address of this machine, such as 0.0.0.0.");
        if (options.Name is { } name && Uri.CheckHostName(name) != UriHostNameType.Dns)
            throw new UsageFailure("--name is a name like chat.example.");
    }

    private async Task PrintJsonAsync(DoctorReport report)
    {
        var json = ProtocolJson.Bytes(report, ProtocolJson.Default.DoctorReport);
        await output.WriteLineAsync(Encoding.UTF8.GetString(json)).ConfigureAwait(false);
    }

    private async Task PrintAsync(DoctorReport report)
    {
        if (report.Best is { } best)
        {
            await output.WriteLineAsync($"For other devices: {best}").ConfigureAwait(false);
            if (isTerminal && !options.NoQr)
                await output.WriteLineAsync(TerminalQrCode.Of(best)).ConfigureAwait(false);
            await output.WriteLineAsync("").ConfigureAwait(false);
        }
        foreach (var line in ReportLines.Of(report))
            await output.WriteLineAsync(EventLine.Printable(line)).ConfigureAwait(false);
    }
}
