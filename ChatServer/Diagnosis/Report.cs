using ChatServer.Protocol;

namespace ChatServer.Diagnosis;

/// <summary>What was found, as it travels.</summary>
internal static class Report
{
    /// <summary>All of it.</summary>
    public static DoctorReport Whole(Facts facts) => Of(
        facts, isWhole: true, facts.Lan,
        knock => new DoctorAddress(PageUrl.Of(knock.Address.Address, facts.Port), knock.Result.IsOurs)
        {
            Adapter = knock.Address.Adapter?.Name,
            Kind = knock.Address.Adapter?.Kind.ToString().ToLowerInvariant(),
        });

    /// <summary>
    /// What everybody may know who is in the chat: addresses that work, and nothing of how the machine is
    /// made.
    /// </summary>
    public static DoctorReport Outline(Facts facts) => Of(
        facts, isWhole: false, [.. facts.Lan.Where(knock => knock.Address.IsOfLan && knock.Result.IsOurs)],
        knock => new DoctorAddress(PageUrl.Of(knock.Address.Address, facts.Port), true));

    private static DoctorReport Of(
        Facts facts, bool isWhole, IReadOnlyList<Knock> knocks, Func<Knock, DoctorAddress> address)
    {
        var findings = Conclusions.From(facts).Where(finding => isWhole || finding.IsForAll);
        var best = knocks.FirstOrDefault(knock => knock.Result.IsOurs && knock.Address.IsOfLan)
            ?? knocks.FirstOrDefault(knock => knock.Result.IsOurs);
        return new DoctorReport(
            facts.Port, isWhole, [.. knocks.Select(address)], [.. findings.Select(View)])
        {
            Best = best is null ? null : PageUrl.Of(best.Address.Address, facts.Port),
        };
    }

    private static DoctorFinding View(Finding finding) => new(finding.Code, finding.Severity, finding.Text)
    {
        Next = finding.Next.Length == 0 ? null : finding.Next,
        Values = finding.Values.Count == 0 ? null : finding.Values,
    };
}
