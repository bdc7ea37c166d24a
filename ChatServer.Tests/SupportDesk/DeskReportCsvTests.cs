using System.Text;
using ChatServer.Protocol;
using ChatServer.Support;
using static ChatServer.Tests.SupportDesk.DeskLog;

namespace ChatServer.Tests.SupportDesk;

/// <summary>The table of tickets, to the byte.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeskReportCsvTests
{
    private const string Head =
        "number,opened,department,visitor,first_agent,last_agent,wait_seconds,first_answer_seconds,"
        + "handling_seconds,outcome,tag,rating,comment\r\n";

    private static readonly Sender Ann = new("agent-a", "Ann");
    private static readonly Sender Ben = new("agent-b", "Ben");

    private readonly DeskLog _log = new();

    [Test]
    public async Task Each_ticket_is_a_line_after_the_mark_and_the_head()
    {
        var closed = _log.Open(Visitor(1), "销售");
        _log.After(30.5).Claim(Ann, closed);
        _log.After(5).Answer(Ann, closed);
        _log.After(5).Transfer(Ann, closed, Ben);
        _log.After(60).Close(Ben, closed, "order");
        _log.Rate(Visitor(1), closed, 5, "很快");
        var abandoned = _log.Open(Visitor(1));
        _log.Close(Visitor(1), abandoned);
        var waiting = _log.Open(Visitor(1));
        var assigned = _log.Open(Visitor(2));
        _log.Claim(Ben, assigned);
        var expected = Head
            + $"{closed},2026-03-02 17:00:00,销售,V1,Ann,Ben,31,36,70,closed,order,5,很快\r\n"
            + $"{abandoned},2026-03-02 17:01:40,,V1,,,,,,abandoned,,,\r\n"
            + $"{waiting},2026-03-02 17:01:40,,V1,,,,,,waiting,,,\r\n"
            + $"{assigned},2026-03-02 17:01:40,,V2,Ben,Ben,0,,,assigned,,,\r\n";
        Assert.That(await WrittenAsync(), Is.EqualTo((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(expected)]));
    }

    [Test]
    public async Task With_no_tickets_the_head_is_all() =>
        Assert.That(await WrittenAsync(), Is.EqualTo((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Head)]));

    [TestCase("a,b", "\"a,b\"")]
    [TestCase("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [TestCase("two\r\nlines", "\"two\r\nlines\"")]
    [TestCase("two\nlines", "\"two\nlines\"")]
    [TestCase("plain; 'text' 1-2=3", "plain; 'text' 1-2=3")]
    [TestCase("=1+1", "'=1+1")]
    [TestCase("+49 30 1", "'+49 30 1")]
    [TestCase("-1", "'-1")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'\t=1")]
    [TestCase("\r=1", "\"'\r=1\"")]
    [TestCase("\n=1", "\"'\n=1\"")]
    [TestCase("＝1+1", "'＝1+1")]
    [TestCase("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    public async Task What_people_wrote_stays_in_its_cell_and_is_no_formula(string comment, string cell)
    {
        var ticket = _log.Open(Visitor(1) with { Name = comment }, comment);
        _log.Close(Visitor(1), ticket, comment);
        _log.Rate(Visitor(1), ticket, 1, comment);
        var text = Encoding.UTF8.GetString(await WrittenAsync());
        Assert.That(text, Does.EndWith($"\r\n1,2026-03-02 17:00:00,{cell},{cell},,,,,,abandoned,{cell},1,{cell}\r\n"));
    }

    [Test]
    public async Task Lines_are_written_while_tickets_are_read()
    {
        for (var n = 0; n < 2_000; n++) _log.Open(Visitor(n));
        using var output = new MemoryStream();
        var beforeTheLast = 0L;
        var tickets = _log.Report().Tickets.Select((ticket, n) =>
        {
            if (n == 1_999) beforeTheLast = output.Length;
            return ticket;
        });
        await DeskReportCsv.WriteAsync(tickets, TimeZoneInfo.Utc, output, CancellationToken.None);
        Assert.That(beforeTheLast, Is.GreaterThan(output.Length / 2));
    }

    [Test]
    public void Who_hangs_up_gets_no_more()
    {
        using var output = new MemoryStream();
        Assert.That(
            () => DeskReportCsv.WriteAsync([], TimeZoneInfo.Utc, output, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(output.Length, Is.Zero);
    }

    private async Task<byte[]> WrittenAsync()
    {
        using var output = new MemoryStream();
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        await DeskReportCsv.WriteAsync(_log.Report(timeZone: zone).Tickets, zone, output, CancellationToken.None);
        return output.ToArray();
    }
}
