using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>A message that came over HTTP, on its way into a room.</summary>
internal static class RoomPost
{
    /// <summary>Says it, and waits until the log has it; then its files are the message's.</summary>
    public static async Task<PostOutcome> SayAsync(
        House house, Room room, Person person, Publication publication, MultipartPublication parts,
        PassingPoster poster)
    {
        var saying = new Saying(publication.Text ?? "")
        {
            Id = publication.Id,
            Reply = publication.Reply,
            Key = publication.Key,
            Files = publication.Files,
        };
        if (house.Speaking.Say(room, person, saying, poster) is { } refusal)
            return new PostOutcome(null, IsNew: false, refusal);
        var outcome = await poster.Outcome.ConfigureAwait(false);
        if (outcome.IsNew) parts.WereUsed();
        return outcome;
    }

    /// <summary>What who said it in private is told: the event, or why it can't be.</summary>
    public static Answer AnswerOf(Exchange exchange, PostOutcome outcome) => outcome.Refusal is { } refusal
        ? Problems.Answer(exchange, refusal)
        : Answer.Of(
            outcome.IsNew ? HttpStatusCode.Created : HttpStatusCode.OK, outcome.Event!,
            ProtocolJson.Default.RoomEvent);
}
