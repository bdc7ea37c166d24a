namespace ChatServer.Protocol;

/// <summary>When the support desk is open.</summary>
public sealed record HoursSettings
{
    /// <summary>Id in the time zone database of IANA, such as <c>Asia/Shanghai</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// By day, <c>mon</c> to <c>sun</c>: spans such as <c>09:00-12:00</c>, by the clock on the wall there. A
    /// day without any is closed; one may end at <c>24:00</c>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Week { get; init; }

    /// <summary>
    /// Closed all day: dates of ISO 8601 such as <c>2026-12-25</c>, and ranges such as
    /// <c>2026-10-01/2026-10-07</c>, both ends included.
    /// </summary>
    public IReadOnlyList<string>? Holidays { get; init; }
}
