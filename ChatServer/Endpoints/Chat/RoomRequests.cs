using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>Going in and out of rooms, and reading what stands in them.</summary>
internal static class RoomRequests
{
    /// <summary>Most messages that are looked up at once.</summary>
    private const int MaxSeqs = 50;

    /// <summary>People on a page if the client doesn't say.</summary>
    private const int DefaultPagePeople = 100;

    private const int MaxPagePeople = 200;

    public static async ValueTask<Refusal?> RoomsAsync(ChatClient client, ClientMessage message)
    {
        var rooms = client.House.Rooms;
        var list = new RoomList(message.Id, message.Find is { } part ? rooms.List(part) : rooms.List())
        {
            Find = message.Find,
        };
        await client.SendAsync(list, ProtocolJson.Default.RoomList).ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<Refusal?> JoinAsync(ChatClient client, ClientMessage message)
    {
        if (message.After < 0) return Refusals.BadMessage("after is 0 or more");
        if (Place(client, message, out var membership) is { } refusal) return refusal;
        var (isIn, room) = (false, membership!.Room);
        try
        {
            var read = await client.House.Reads.FindAsync(client.Person!, room.Name, room.Epoch)
                .ConfigureAwait(false);
            var seen = client.Seat is { } seat ? await seat.SeenAsync(room).ConfigureAwait(false) : null;
            await room.GoLiveAsync(
                membership.Member, message.After, message.Epoch, client.Address,
                page => JsonEncoding.Frame(
                    Answer(client, message, room, page) with { Read = read, Seen = seen },
                    ProtocolJson.Default.Joined)).ConfigureAwait(false);
            isIn = true;
            // A host may have sent the person out meanwhile; then there was no answer.
            return client.Memberships.Find(room.Name) == membership
                ? null
                : Permission.Kicked(room, client.Person!, client.House.Time.GetUtcNow())
                    ?? Refusals.NotJoined;
        }
        catch (LogException)
        {
            return Refusals.Unavailable;
        }
        finally
        {
            if (!isIn) client.Memberships.Leave(membership);
        }
    }

    // Finds the connection's place in the room, or makes one.
    private static Refusal? Place(ChatClient client, ClientMessage message, out Membership? membership)
    {
        var (house, person) = (client.House, client.Person!);
        // Who was kicked a moment ago may still have the place that is about to be taken from them.
        if (client.Memberships.TryFind(message.Room, out membership))
            return Permission.Kicked(membership.Room, person, house.Time.GetUtcNow());
        if (NameOf(client, message.Room, out var name) is { } problem) return problem;
        if (client.Memberships.Count >= HouseLimits.RoomsPerConnection)
        {
            return new Refusal(
                ErrorCode.TooManyRooms, $"a connection may be in {HouseLimits.RoomsPerConnection} rooms");
        }
        var member = new Member(person, EncodingOf(client), client.Outlet);
        if (house.Admission.ToRoom(name, member, message.Password, client.Address, out var room)
            is { } refusal)
        {
            return refusal;
        }
        membership = new Membership(room!, member);
        client.Memberships.Add(membership);
        // A kick that came in between has looked for the membership before there was one.
        var kicked = Permission.Kicked(room!, person, house.Time.GetUtcNow());
        if (kicked is not null) client.Memberships.Leave(membership);
        return kicked;
    }

    private static IEncoding EncodingOf(ChatClient client) =>
        client.Standing == Standing.Visitor ? VisitorEncoding.Instance : JsonEncoding.Instance;

    /// <summary>The canonical name of a room that a client names, if it may know of it.</summary>
    public static Refusal? NameOf(ChatClient client, string? room, out string name)
    {
        var (house, person) = (client.House, client.Person!);
        if (client.Seat is { } seat)
        {
            name = room ?? "";
            return seat.ToRead(name);
        }
        if (!DirectName.HasMark(room))
        {
            return RoomName.TryParse(room, out name)
                ? null
                : new Refusal(
                    ErrorCode.BadRoom, $"a room name is 1–{RoomName.MaxChars} letters, digits, - and _");
        }
        name = room!;
        return house.Directs.IsOpenTo(name, person.Id)
            ? null
            : new Refusal(ErrorCode.NoSuchRoom, "there is no such conversation");
    }

    private static Joined Answer(ChatClient client, ClientMessage message, Room room, RoomPage page)
    {
        var rules = page.Rules;
        // Which agents look in is their own affair.
        if (client.Standing == Standing.Visitor) page = page with { People = [], Count = 0 };
        return new Joined(
            message.Id, room.Name, rules.Topic, page.Epoch, page.Head, page.IsRecovered, page.More,
            page.Events, page.People, page.Count, rules.ViewAt(client.House.Time.GetUtcNow()))
        {
            With = DirectName.TryGetOther(room.Name, client.Person!.Id, out var other)
                ? client.House.People.Known(other)
                : null,
        };
    }

    public static async ValueTask<Refusal?> LeaveAsync(
        ChatClient client, ClientMessage message, Membership place)
    {
        if (!client.Memberships.Leave(place)) return Refusals.NotJoined;
        await client.SendAsync(new Left(message.Id, place.Room.Name), ProtocolJson.Default.Left)
            .ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<Refusal?> HistoryAsync(
        ChatClient client, ClientMessage message, Membership place)
    {
        var limit = message.Limit ?? HouseLimits.DefaultPageEvents;
        if (limit is < 1 or > HouseLimits.PageEvents)
            return Refusals.BadMessage($"limit is 1–{HouseLimits.PageEvents}");
        long?[] given = [message.After, message.Before, message.Around];
        if (given.Count(seq => seq is not null) != 1 || given.Any(seq => seq < 0))
            return Refusals.BadMessage("one of before, after and around is needed, 0 or more");
        if (message.Around is { } around)
        {
            var (events, older, newer) = await place.Room.ReadAroundAsync(around, limit)
                .ConfigureAwait(false);
            var surroundings = new HistoryPage(message.Id, place.Room.Name, events, older) { Newer = newer };
            await client.SendAsync(surroundings, ProtocolJson.Default.HistoryPage).ConfigureAwait(false);
            return null;
        }
        var page = await place.Room.ReadAsync(message.After is { } after
            ? PageRequest.After(after, limit, HouseLimits.PageBytes)
            : PageRequest.Before(message.Before!.Value, limit, HouseLimits.PageBytes)).ConfigureAwait(false);
        var history = new HistoryPage(message.Id, place.Room.Name, page.Events, page.More);
        await client.SendAsync(history, ProtocolJson.Default.HistoryPage).ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<Refusal?> MessagesAsync(
        ChatClient client, ClientMessage message, Membership place)
    {
        if (message.Seqs is not { Count: >= 1 and <= MaxSeqs } seqs)
            return Refusals.BadMessage($"messages needs seqs, 1–{MaxSeqs} numbers");
        var found = await place.Room.FindAsync(seqs).ConfigureAwait(false);
        var list = new MessageList(message.Id, place.Room.Name, found.Events, found.More);
        await client.SendAsync(list, ProtocolJson.Default.MessageList)
            .ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<Refusal?> PeopleAsync(
        ChatClient client, ClientMessage message, Membership place)
    {
        var (skip, limit) = (message.Skip ?? 0, message.Limit ?? DefaultPagePeople);
        if (skip < 0 || limit is < 1 or > MaxPagePeople)
            return Refusals.BadMessage($"skip is 0 or more, limit 1–{MaxPagePeople}");
        if (message.Find is { Length: > PersonName.MaxUnits })
            return Refusals.BadMessage("find is longer than a name");
        var page = place.Room.People(skip, limit, message.Find) with { Re = message.Id };
        await client.SendAsync(page, ProtocolJson.Default.PeoplePage).ConfigureAwait(false);
        return null;
    }

    /// <summary>Where others find the room. Its password isn't told: they are asked for it.</summary>
    public static async ValueTask<Refusal?> InviteAsync(
        ChatClient client, ClientMessage message, Membership place)
    {
        if (message.Origin is null || client.PageAddress.For(message.Origin) is not { } address)
            return Refusals.BadMessage("invite needs origin, like http://localhost:8000");
        var room = place.Room;
        if (room.IsPrivate)
            return new Refusal(ErrorCode.NotAllowed, "a conversation of two is for nobody else");
        // Off the thread that reads all sockets: a QR code takes a while.
        await Task.Yield();
        var url = $"{address}/rooms/{Uri.EscapeDataString(room.Name)}";
        var invitation = new Invitation(message.Id, room.Name, url, QrCode.Rows(url));
        await client.SendAsync(invitation, ProtocolJson.Default.Invitation).ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<Refusal?> ReadAsync(
        ChatClient client, ClientMessage message, Membership place)
    {
        if (message.Seq is not >= 0) return Refusals.BadMessage("read needs seq, 0 or more");
        var room = place.Room;
        if (room.Head == 0) return null; // what was read of nothing needn't be kept
        var seq = Math.Min(message.Seq.Value, room.Head);
        await client.House.Reads.MarkAsync(client.Person!, room.Name, room.Epoch, seq, client)
            .ConfigureAwait(false);
        client.Seat?.TellSeen(new Seen(room.Name, client.Person!.Sender, seq));
        return null;
    }

    // Who may not speak isn't seen typing.
    public static ValueTask<Refusal?> Typing(ChatClient client, ClientMessage message, Membership place)
    {
        var refusal = client.Seat?.ToSpeak(place.Room)
            ?? Permission.ToSpeak(place.Room, client.Person!, client.House.Time.GetUtcNow());
        if (refusal is not null) return new(refusal);
        // Who has cleared their line types nothing.
        if (message.Text is not "") place.Room.Typing(client.Person!);
        if (message.Text is { } text) client.Seat?.TellPreview(place.Room, text);
        return default;
    }
}
