using ChatServer.Protocol;

namespace ChatServer.Diagnosis;

/// <summary>A report as lines for people, in English.</summary>
internal static class ReportLines
{
    public static IEnumerable<string> Of(DoctorReport report) =>
        [.. Addresses(report), .. report.Findings.SelectMany(Lines)];

    private static IEnumerable<string> Addresses(DoctorReport report)
    {
        if (report.Addresses.Count == 0) yield break;
        var width = report.Addresses.Max(address => address.Url.Length);
        yield return "Addresses of this machine, best first:";
        foreach (var address in report.Addresses)
        {
            var answers = address.Answers ? "answers       " : "doesn't answer";
            var kind = address.Kind is null or "physical" ? "" : $" ({address.Kind})";
            yield return $"  {address.Url.PadRight(width)}  {answers}  {address.Adapter}{kind}".TrimEnd();
        }
        yield return "";
    }

    private static IEnumerable<string> Lines(DoctorFinding finding)
    {
        var mark = finding.Severity switch
        {
            Severity.Problem => "Problem",
            Severity.Note => "Note",
            _ => "OK",
        };
        yield return $"{mark}: {finding.Text}";
        if (finding.Next is { } next) yield return $"  → {next}";
    }
}
