using System.Globalization;
using System.Net;
using ChatServer.Files;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Publishing: <c>curl -d "download finished" http://host:8000/api/rooms/ci/messages</c>. From this machine
/// anybody may; from elsewhere a bot shows its key, or a person their token.
/// </summary>
internal sealed class PublishApi(House house, FileStore files, Access access)
{
    /// <summary>Who speaks from this machine and says no name.</summary>
    private const string DefaultName = "bot";

    public void AddTo(RouteTable routes) => routes.Post("/api/rooms/{room}/messages", PublishAsync);

    private async Task<Answer> PublishAsync(Exchange exchange)
    {
        if (Access.NameOf(exchange, out var roomName) is { } badRoom)
            return Problems.Answer(exchange, badRoom);
        if (Identify(exchange, out var known) is { } unknown) return Problems.Answer(exchange, unknown);
        // Nobody who may not speak is let fill the disk first.
        if (known is not null && PublicationReader.IsInParts(exchange)
            && MaySpeak(exchange, roomName, known) is { } silent)
        {
            return Problems.Answer(exchange, silent);
        }
        using var parts = new MultipartPublication(files, house.Limits.TextBytes);
        return await PublishAsync(exchange, roomName, known, parts).ConfigureAwait(false);
    }

    private async Task<Answer> PublishAsync(
        Exchange exchange, string roomName, Sender? known, MultipartPublication parts)
    {
        var (problem, publication) = await PublicationReader
            .ReadAsync(exchange, house.Limits.TextBytes, parts).ConfigureAwait(false);
        if (problem is not null) return Problems.Answer(exchange, problem);
        var poster = new PassingPoster(exchange.Network);
        if (Enter(exchange, known, publication.Name, poster, out var person) is { } refusal)
            return Problems.Answer(exchange, refusal);
        try
        {
            return await PostAsync(exchange, roomName, person!, publication, parts, poster)
                .ConfigureAwait(false);
        }
        finally
        {
            house.People.Leave(person!, poster);
        }
    }

    private Refusal? Identify(Exchange exchange, out Sender? known)
    {
        if (access.Identify(exchange, out known) is { } wrong) return wrong;
        return known is null && !Access.IsLocal(exchange)
            ? new Refusal(
                ErrorCode.KeyNeeded,
                "from another machine a bot's key is needed, as Authorization: Bearer (--bot-key)")
            : null;
    }

    private Refusal? MaySpeak(Exchange exchange, string roomName, Sender known)
    {
        var person = house.People.Reader(known.Id);
        if (access.MayComeIn(exchange, person) is { } refusal) return refusal;
        return house.Rooms.Find(roomName) is not { } room
            ? null
            : access.ToEnter(exchange, room, person)
                ?? Permission.ToSpeak(room, person, house.Time.GetUtcNow());
    }

    private Refusal? Enter(
        Exchange exchange, Sender? known, string? asked, PassingPoster poster, out Person? person)
    {
        person = null;
        if (!PersonName.TryParse(known?.Name ?? asked ?? DefaultName, out var name)
            || (asked is not null && !PersonName.TryParse(asked, out _)))
        {
            return Refusal.BadName;
        }
        if (known is not null && asked is not null && PersonName.TryParse(asked, out var other)
            && other.Key != name.Key)
        {
            return new Refusal(ErrorCode.NotAllowed, $"that key speaks as «{known.Name}»");
        }
        var id = known?.Id ?? RoleId.OfBot(name);
        if (access.MayComeIn(exchange, house.People.Reader(id)) is { } refusal) return refusal;
        person = RoleId.IsBot(id)
            ? house.People.EnterAs(id, name, poster)
            : house.People.Enter(id, null, isLasting: true, poster);
        return person is null
            ? new Refusal(
                ErrorCode.NameTaken, $"«{name.Text}», or a name that looks like it, is somebody else's")
            : null;
    }

    private async Task<Answer> PostAsync(
        Exchange exchange, string roomName, Person person, Publication publication,
        MultipartPublication parts, PassingPoster poster)
    {
        using var hold = house.Rooms.Hold(roomName);
        if (hold is null) return Problems.Answer(exchange, Access.NoSuchRoom(roomName));
        if (access.ToEnter(exchange, hold.Room, person) is { } refusal)
            return Problems.Answer(exchange, refusal);
        var outcome = await RoomPost.SayAsync(house, hold.Room, person, publication, parts, poster)
            .ConfigureAwait(false);
        return outcome.Refusal is { } why
            ? Problems.Answer(exchange, why)
            : Published(exchange, hold.Room, outcome.Event!, outcome.IsNew);
    }

    private static Answer Published(Exchange exchange, Room room, RoomEvent e, bool isNew)
    {
        var status = isNew && e.Kind == EventKind.Message ? HttpStatusCode.Created : HttpStatusCode.OK;
        var answer = exchange.PrefersText
            ? Answer.Text(
                status,
                string.Create(
                    CultureInfo.InvariantCulture, $"{room.Name} {e.Seq}, {room.Listening} listening\n"))
            : Answer.Of(status, e with { Listening = room.Listening }, ProtocolJson.Default.RoomEvent);
        return status == HttpStatusCode.Created
            ? answer.With(
                "Location",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"/api/rooms/{Uri.EscapeDataString(room.Name)}/messages?after={e.Seq - 1}&limit=1"))
            : answer;
    }
}
