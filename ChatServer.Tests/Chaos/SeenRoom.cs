using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ChatServer.Protocol;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// A room as a client sees it: every event, once and in order, and the messages that they come to. Folds as docs/protocol.md
/// says; what is in a message already changes nothing when its change comes after it.
/// </summary>
internal sealed class SeenRoom
{
    public string? Epoch { get; set; }

    public List<SeenEvent> Events { get; } = [];

    /// <summary>By number.</summary>
    public SortedDictionary<long, SeenMessage> Messages { get; } = [];

    /// <summary>Takes the next event. Whether it is the next is for the caller to look at.</summary>
    public void Add(JsonObject message)
    {
        var seen = SeenEvent.From(message);
        Events.Add(seen);
        if (seen.Kind == EventKind.Message) Messages[seen.Seq] = SeenMessage.From(message);
        else if (seen.Target is { } target && Messages[target] is { IsDeleted: false } before)
            Messages[target] = Changed(before, seen, message);
    }

    private static SeenMessage Changed(SeenMessage before, SeenEvent change, JsonObject message)
    {
        var reaction = (Emoji: (string)message["text"]!, change.Person);
        return change.Kind switch
        {
            EventKind.Edit => before with { Text = (string)message["text"]! },
            EventKind.Delete => before with { Text = "", IsDeleted = true, Reactions = [] },
            EventKind.React when (bool)message["on"]! => before with { Reactions = before.Reactions.Add(reaction) },
            EventKind.React => before with { Reactions = before.Reactions.Remove(reaction) },
            _ => before,
        };
    }
}

/// <summary>What of an event never changes.</summary>
internal sealed record SeenEvent(long Seq, string Kind, string Person, string? Id, long? Target)
{
    public static SeenEvent From(JsonObject message) => new(
        (long)message["seq"]!, (string)message["kind"]!, (string)message["from"]!["id"]!, (string?)message["id"],
        (long?)message["target"]);
}

/// <summary>A message as it stands.</summary>
internal sealed record SeenMessage(
    long Seq, string Person, string Text, bool IsDeleted, ImmutableSortedSet<(string Emoji, string Person)> Reactions)
{
    public static SeenMessage From(JsonObject message) => new(
        (long)message["seq"]!, (string)message["from"]!["id"]!, (string)message["text"]!, message["deleted"] is not null,
        [
            .. from reaction in message["reactions"]?.AsArray() ?? []
               from person in reaction!["by"]!.AsArray()
               select ((string)reaction["emoji"]!, (string)person!["id"]!),
        ]);

    public bool Equals(SeenMessage? other) =>
        other is not null && (Seq, Person, Text, IsDeleted) == (other.Seq, other.Person, other.Text, other.IsDeleted)
        && Reactions.SetEquals(other.Reactions);

    public override int GetHashCode() => Seq.GetHashCode();

    public override string ToString() =>
        $"{Seq} {(IsDeleted ? "deleted" : $"«{Text}»")} {string.Join(' ', Reactions.Select(r => r.Emoji + r.Person))}";
}
