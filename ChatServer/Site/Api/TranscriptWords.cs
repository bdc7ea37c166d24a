using ChatServer.Protocol;

namespace ChatServer.Site.Api;

/// <summary>
/// The words of a <see cref="Transcript"/> in one language: of a file, which no page puts into words.
/// </summary>
/// <param name="Ticket">What it is.</param>
/// <param name="Deleted">In place of what was deleted.</param>
/// <param name="File">Before the name of a file.</param>
/// <param name="Bytes">After its size.</param>
/// <param name="Of">What an act is in words; <c>null</c> for what isn't the visitor's concern.</param>
internal sealed record TranscriptWords(
    string Ticket, string Deleted, string File, string Bytes, Func<TicketAct, string?> Of)
{
    private static readonly TranscriptWords English =
        new("Conversation", "(deleted)", "file", "bytes", InEnglish);

    private static readonly TranscriptWords Chinese = new("对话", "（已删除）", "文件", "字节", InChinese);

    /// <summary>Those of a language: a tag of RFC 5646, of which the first part counts.</summary>
    /// <returns><c>null</c> if it isn't one of the two.</returns>
    public static TranscriptWords? In(string language) => language.Split('-')[0].ToLowerInvariant() switch
    {
        "en" => English,
        "zh" => Chinese,
        _ => null,
    };

    private static string? InEnglish(TicketAct act) => act.Kind switch
    {
        DeskAction.Claim or DeskAction.TakeOver => $"{TakerOf(act)} is here",
        DeskAction.Return => "back in the queue",
        DeskAction.Transfer => $"{act.By.Name} handed over to {ReceiverOf(act)}{Why(act, ": ")}",
        DeskAction.Close => "the conversation is over",
        _ => null,
    };

    private static string? InChinese(TicketAct act) => act.Kind switch
    {
        DeskAction.Claim or DeskAction.TakeOver => $"{TakerOf(act)} 为您服务",
        DeskAction.Return => "重新排队",
        DeskAction.Transfer => $"{act.By.Name} 转接给 {ReceiverOf(act)}{Why(act, "：")}",
        DeskAction.Close => "对话已结束",
        _ => null,
    };

    private static string TakerOf(TicketAct act) => (act.To ?? act.By).Name;

    private static string? ReceiverOf(TicketAct act) => act.To?.Name ?? act.Department;

    private static string Why(TicketAct act, string between) => act.Text is null ? "" : between + act.Text;
}
