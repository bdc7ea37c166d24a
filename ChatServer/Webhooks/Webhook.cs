using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Webhooks;

/// <summary>
/// An address to which messages of a room are posted, and the bot that says what it answers.
/// </summary>
/// <param name="Id">22 characters of base64url.</param>
/// <param name="Room">Canonical name of the room.</param>
/// <param name="Bot">Who answers.</param>
/// <param name="Target">Where to, and how.</param>
/// <param name="By">Who made it.</param>
/// <param name="At">When, in Unix milliseconds.</param>
internal sealed record Webhook(string Id, string Room, Sender Bot, WebhookSecret Target, Sender By, long At)
{
    public Uri Url { get; } = new(Target.Url);

    /// <summary>What may be said of the address in a log: the path and the query can be secrets.</summary>
    public string Host => Url.Host;

    /// <summary>The place in the room's log after which it begins.</summary>
    public ReadPoint Start { get; } = ReadPoint.Parse(Target.Start) ?? default;

    private string BotKey { get; } = PersonName.TryParse(Bot.Name, out var name) ? name.Key : "";

    /// <summary>
    /// Whether an event is to be posted: what people say, as long as it stands. Never what bots say, so that
    /// two of them don't talk for ever.
    /// </summary>
    public bool Wants(RoomEvent e) =>
        e is { Kind: EventKind.Message, Deleted: null } && !RoleId.IsBot(e.From.Id)
        && (Target.Match == WebhookMatch.All || Mention.IsIn(e.Text, Bot.Name, BotKey));

    /// <summary>The same for every try of an event, also after a restart.</summary>
    public string DeliveryOf(RoomEvent e) => $"{Id}-{e.Seq}";

    // The target is a secret.
    public override string ToString() => $"webhook {Id} to {Host}";
}
