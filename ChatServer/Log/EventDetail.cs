using System.Text.Json;
using System.Text.Json.Serialization;
using ChatServer.Protocol;

namespace ChatServer.Log;

/// <summary>What few events have: one column of JSON, NULL for an ordinary message.</summary>
internal sealed record EventDetail(
    long? Reply, IReadOnlyList<Attachment>? Files, Sender? Person, long? Until, int? Seconds, bool? On,
    bool? Called, EventSecret? Secret)
{
    /// <returns>The JSON, or <c>null</c> if the draft has nothing of it.</returns>
    public static string? Write(Draft draft)
    {
        if (draft is
            {
                Reply: null, Files: null, Person: null, Until: null, Seconds: null, On: null, Called: null,
                Secret: null,
            })
        {
            return null;
        }
        var detail = new EventDetail(
            draft.Reply, draft.Files, draft.Person, draft.Until, draft.Seconds, draft.On, draft.Called,
            draft.Secret);
        return JsonSerializer.Serialize(detail, EventDetailJson.Default.EventDetail);
    }

    /// <returns>The same of an event that is there already.</returns>
    public static string? Write(RoomEvent e) => Write(new Draft(e.Kind, e.From, e.Id, e.Text)
    {
        Reply = e.Reply,
        Files = e.Files,
        Person = e.Person,
        Until = e.Until,
        Seconds = e.Seconds,
        On = e.On,
        Called = e.Called,
        Secret = e.Secret,
    });

    public static EventDetail Read(string json) =>
        JsonSerializer.Deserialize(json, EventDetailJson.Default.EventDetail)!;
}

/// <summary>JSON of the log's own.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventDetail))]
internal sealed partial class EventDetailJson : JsonSerializerContext;
