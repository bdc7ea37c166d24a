using ChatServer.Protocol;
using ChatServer.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>Writes a log of the desk by hand, with a clock that goes when it is told to.</summary>
internal sealed class DeskLog
{
    private readonly List<RoomEvent> _events = [];

    /// <summary>What the clock says, in Unix milliseconds.</summary>
    public long Now { get; set; } = DateTimeOffset.Parse("2026-03-02T09:00:00Z", null).ToUnixTimeMilliseconds();

    public IReadOnlyList<RoomEvent> Events => _events;

    public static Sender Visitor(int n) => new($"visitor-{n}", $"V{n}");

    public DeskLog After(double seconds)
    {
        Now += (long)(seconds * 1000);
        return this;
    }

    /// <returns>Number of the ticket, if it becomes one.</returns>
    public long Open(Sender visitor, string? department = null) =>
        Add(DeskAction.Open, visitor, "?", new DeskDetail { Department = department });

    public void Claim(Sender agent, long ticket) => Add(DeskAction.Claim, agent, "", Of(ticket));

    public void Answer(Sender agent, long ticket) => Add(DeskAction.Answer, agent, "", Of(ticket));

    public void TakeOver(Sender agent, long ticket) => Add(DeskAction.TakeOver, agent, "", Of(ticket));

    public void Return(Sender by, long ticket, long turn, string why) =>
        Add(DeskAction.Return, by, why, Of(ticket) with { Turn = turn });

    public void Transfer(Sender agent, long ticket, Sender to) => Add(DeskAction.Transfer, agent, "", Of(ticket), to);

    public void Transfer(Sender agent, long ticket, string department) =>
        Add(DeskAction.Transfer, agent, "", Of(ticket) with { Department = department });

    public void Close(Sender by, long ticket, string? tag = null, bool isSupervisor = false) =>
        Add(DeskAction.Close, by, "", Of(ticket) with { Tag = tag }, on: isSupervisor ? true : null);

    public void Rate(Sender visitor, long ticket, int rating, string comment = "") =>
        Add(DeskAction.Rate, visitor, comment, Of(ticket) with { Rating = rating });

    /// <summary>A report on all of it.</summary>
    public DeskReport Report(long from = 0, long to = long.MaxValue, TimeZoneInfo? timeZone = null)
    {
        var report = new DeskReport(from, to, timeZone ?? TimeZoneInfo.Utc);
        foreach (var e in _events) report.Apply(e);
        return report;
    }

    private static DeskDetail Of(long ticket) => new() { Ticket = ticket };

    private long Add(string action, Sender by, string text, DeskDetail detail, Sender? person = null, bool? on = null)
    {
        var e = new RoomEvent(":desk", _events.Count + 1, Now, action, by, Id: null, text)
        {
            Person = person,
            On = on,
            Secret = new EventSecret { Desk = detail },
        };
        _events.Add(e);
        return e.Seq;
    }
}
