using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

/// <summary>One thing that happened in a room, as it stands in the log and as it travels.</summary>
/// <param name="Room">The room's name; in the log, the name of the stream.</param>
/// <param name="Seq">1, 2, 3… in one room, given by the log.</param>
/// <param name="At">When the log took it, in Unix milliseconds.</param>
/// <param name="Kind">What happened; one of <see cref="EventKind"/>.</param>
/// <param name="From">Who did it, under the name they had then.</param>
/// <param name="Id">The client's own id, which makes a resend safe; absent if it gave none.</param>
/// <param name="Text">What was said; docs/protocol.md says what it is in the other kinds.</param>
public sealed record RoomEvent(
    string Room, long Seq, long At, string Kind, Sender From, string? Id, string Text)
{
    [JsonPropertyOrder(-1)]
    public string Type => "event";

    /// <summary>Of a message: the number of the one that it answers.</summary>
    public long? Reply { get; init; }

    /// <summary>Of a message: its files.</summary>
    public IReadOnlyList<Attachment>? Files { get; init; }

    /// <summary>Of an edit, a deletion or a reaction: the number of the message.</summary>
    public long? Target { get; init; }

    /// <summary>Of an act of a host, or a hand: whom it concerns.</summary>
    public Sender? Person { get; init; }

    /// <summary>Of an act of a host: when it ends, in Unix milliseconds; absent if it doesn't.</summary>
    public long? Until { get; init; }

    /// <summary>Of slow mode: how long a person has to wait between two messages.</summary>
    public int? Seconds { get; init; }

    /// <summary>Whether it is so from now on, or no longer.</summary>
    public bool? On { get; init; }

    /// <summary>Of a hand that is lowered: a host called the person; absent if not.</summary>
    public bool? Called { get; init; }

    /// <summary>Of a message: when it was changed last, in Unix milliseconds.</summary>
    public long? Edited { get; init; }

    /// <summary>Of a message: when it was deleted, in Unix milliseconds; the text is empty then.</summary>
    public long? Deleted { get; init; }

    /// <summary>Of a message: what people reacted with, in order of the first use of each.</summary>
    public IReadOnlyList<Reaction>? Reactions { get; init; }

    /// <summary>Of a message: names it for its author, who publishes what takes its place.</summary>
    public string? Key { get; init; }

    /// <summary>In the answer to who published it over HTTP: how many were listening.</summary>
    public int? Listening { get; init; }

    /// <summary>What the server needs to know and nobody else does; never travels.</summary>
    [JsonIgnore]
    public EventSecret? Secret { get; init; }
}

/// <summary>A person as others see them. Knowing an id gives no rights.</summary>
public sealed record Sender(string Id, string Name);

/// <summary>One emoji under a message, and who chose it.</summary>
public sealed record Reaction(string Emoji, IReadOnlyList<Sender> By);

/// <summary>What an event has to say to the server alone; absent fields are <c>null</c>.</summary>
public sealed record EventSecret
{
    /// <summary>Of a ban: the IP addresses that it is for.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>Of a room's password, of somebody let in: the hash.</summary>
    public string? Hash { get; init; }

    /// <summary>Of a lock, or of a room's password: the ids of the people who were in.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>Of a webhook, in the log of webhooks: where to, and how.</summary>
    public WebhookSecret? Webhook { get; init; }

    /// <summary>Of what happens at the support desk, in its log.</summary>
    public DeskDetail? Desk { get; init; }

    /// <summary>Of an agent's key: what they do.</summary>
    public AgentTerms? Agent { get; init; }
}

/// <summary>Kinds of <see cref="RoomEvent"/>; <see cref="ModerationAction"/> has those of hosts.</summary>
public static class EventKind
{
    /// <summary>Somebody said something.</summary>
    public const string Message = "message";

    /// <summary>The author changed a message.</summary>
    public const string Edit = "edit";

    /// <summary>The author, or a host, took a message back.</summary>
    public const string Delete = "delete";

    /// <summary>Somebody reacted to a message, or no longer does.</summary>
    public const string React = "react";

    /// <summary>Somebody here has a new name; the text is the old one.</summary>
    public const string Rename = "rename";

    /// <summary>A person took, or used, a name (only in the log of people, never in a room).</summary>
    public const string Name = "name";

    /// <summary>A person has shown the admin key, or gave the role up (only in the log of people).</summary>
    public const string Admin = "admin";

    /// <summary>A person has given the server's password (only in the log of people).</summary>
    public const string Admitted = "admitted";

    /// <summary>A bot has a key, or no longer (only in the log of bots).</summary>
    public const string Bot = "bot";

    /// <summary>An agent of the support desk has a key, or no longer (only in the log of agents).</summary>
    public const string Agent = "agent";

    /// <summary>The settings of the support desk, as JSON (only in their log).</summary>
    public const string DeskSettings = "desk_settings";

    /// <summary>How far a person has read a room (only in the log of what was read).</summary>
    public const string Read = "read";

    /// <summary>
    /// A room has a webhook, or no longer: told in the room, and in full in the log of webhooks.
    /// </summary>
    public const string Webhook = "webhook";

    /// <summary>
    /// Somebody has raised a hand, or it is lowered: the person's, or all of the room if there is none.
    /// </summary>
    public const string Hand = "hand";

    /// <summary>How far a webhook has been told (only in the log of deliveries).</summary>
    public const string Delivered = "delivered";

    /// <summary>Whether events of that kind change an earlier one, in which their outcome is found.</summary>
    public static bool IsChange(string kind) => kind is Edit or Delete or React;

    /// <summary>Whether events of that kind hold until another: what hosts do, and raised hands.</summary>
    public static bool IsRule(string? kind) => kind == Hand || ModerationAction.Is(kind);
}

/// <summary>
/// What hosts do to keep order: values of <c>action</c>, and the kinds of the events. The newest of each kind
/// holds, of each kind and person where it is about one.
/// </summary>
public static class ModerationAction
{
    public const string Topic = "topic";
    public const string Kick = "kick";
    public const string Mute = "mute";
    public const string Ban = "ban";
    public const string Lock = "lock";
    public const string Password = "password";
    public const string Slow = "slow";
    public const string HostsOnly = "hosts_only";
    public const string Host = "host";
    public const string Archive = "archive";

    /// <summary>Whether it is one of them.</summary>
    public static bool Is(string? kind) =>
        kind is Topic or Kick or Mute or Ban or Lock or Password or Slow or HostsOnly or Host or Archive;
}
