namespace ChatServer.Protocol;

// What travels for webhooks: to admins, to the address that one has, and back. docs/protocol.md says when.

/// <summary>Which messages are for a webhook.</summary>
public static class WebhookMatch
{
    /// <summary>All that people say.</summary>
    public const string All = "all";

    /// <summary>Those in which people mention the bot.</summary>
    public const string Mention = "mention";
}

/// <summary>What an admin wants; each field <c>null</c> if absent.</summary>
public sealed record WebhookRequest
{
    public string? Url { get; init; }

    /// <summary>Name of the bot that answers.</summary>
    public string? Bot { get; init; }

    /// <summary>One of <see cref="WebhookMatch"/>.</summary>
    public string? Match { get; init; }
}

/// <summary>A webhook as it is made; the secret is told this once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where messages go.</param>
/// <param name="Bot">Who answers.</param>
/// <param name="Match">One of <see cref="WebhookMatch"/>.</param>
/// <param name="Secret">What deliveries are signed with: 256 random bits in base64url.</param>
public sealed record MadeWebhook(string Id, string Url, Sender Bot, string Match, string Secret);

/// <summary>A webhook as admins see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where messages go.</param>
/// <param name="Bot">Who answers.</param>
/// <param name="Match">One of <see cref="WebhookMatch"/>.</param>
/// <param name="By">Who made it.</param>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Delivered">Number of the event up to which nothing is left to deliver.</param>
public sealed record WebhookView(
    string Id, string Url, Sender Bot, string Match, Sender By, long At, long Delivered);

/// <summary>All webhooks of a room.</summary>
public sealed record WebhookList(IReadOnlyList<WebhookView> Webhooks);

/// <summary>What is posted.</summary>
/// <param name="Webhook">The webhook's id.</param>
/// <param name="Event">The message.</param>
public sealed record WebhookDelivery(string Webhook, RoomEvent Event);

/// <summary>What an answer may say; each field <c>null</c> if absent.</summary>
public sealed record WebhookAnswer
{
    /// <summary>What the bot says.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it says so in reply to the message; yes if absent.</summary>
    public bool? Reply { get; init; }

    /// <summary>Names the bot's message: it takes the place of an earlier one called so.</summary>
    public string? Key { get; init; }
}

/// <summary>What is kept of a webhook, and told to nobody.</summary>
/// <param name="Url">Where messages go.</param>
/// <param name="Secret">What deliveries are signed with, as it is: a signature can't be made with
/// less.</param>
/// <param name="Match">One of <see cref="WebhookMatch"/>.</param>
/// <param name="Start">Epoch and number of the event in the room after which it begins.</param>
public sealed record WebhookSecret(string Url, string Secret, string Match, string Start);
