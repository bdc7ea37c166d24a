using System.Text.Json.Serialization.Metadata;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary>
/// Messages that have what their types promise. JSON doesn't see to that: what it doesn't name is absent, and
/// whoever isn't a ChatServer, or is one of another version, may answer anything.
/// </summary>
internal static class WellFormed
{
    private static readonly long FirstDate = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LastDate = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <returns><c>null</c> if it is none.</returns>
    public static T? ReadOrNull<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
        => ProtocolJson.ReadOrNull(json, type) is { } message && Is(message) ? message : null;

    /// <summary>Whether it is one or more visible characters of ASCII, as epochs, keys and ids are.</summary>
    public static bool IsToken(string? text) =>
        text is { Length: > 0 } && text.All(c => c is > ' ' and < '\u007F');

    private static bool Is(object message) => message switch
    {
        RoomEvent e => IsEvent(e),
        RoomEvents page => IsPage(page),
        StreamJoined joined => IsToken(joined.Epoch),
        BotList list => list.Bots is not null && list.Bots.All(IsBot),
        MadeKey made => IsToken(made.Key),
        Imported imported => imported.Room is not null,
        Problem problem => problem is { Detail: not null, Code: not null },
        _ => throw new ArgumentException($"no command reads a {message.GetType().Name}", nameof(message)),
    };

    private static bool IsEvent(RoomEvent? e) =>
        e is { Seq: > 0, Room: not null, Kind: not null, Text: not null } && IsSender(e.From)
        && (e.Person is null ? e.Kind != EventKind.Webhook : IsSender(e.Person));

    private static bool IsPage(RoomEvents page) =>
        IsToken(page.Epoch) && page.Events is { } events && events.All(IsEvent)
        && events.Zip(events.Skip(1)).All(pair => pair.First.Seq < pair.Second.Seq)
        && (events.Count > 0 || !page.More);

    private static bool IsBot(BotView? bot) =>
        bot is not null && IsSender(bot.Bot) && (bot.At is not { } at || (at >= FirstDate && at <= LastDate));

    private static bool IsSender(Sender? person) => person is { Name.Length: > 0 };
}
