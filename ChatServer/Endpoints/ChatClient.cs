using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>
/// What one connection of the JSON protocol has come to: who it is, and where it is a member. Requests are
/// handled one after the other; what comes from the room's pump, or from another connection of the person,
/// may come at any time.
/// </summary>
internal sealed class ChatClient(Session session, House house) : IPersonListener, IPoster
{
    /// <summary>Requests other than messages, a second and connection.</summary>
    private const int RequestsPerSecond = 50;

    /// <summary>Requests at once: a client that comes back joins up to 50 rooms.</summary>
    private const int RequestBurst = 200;

    // Few, and nearly always one: a dictionary takes three times the memory.
    private readonly List<Membership> _memberships = new(1);
    private TokenBucket? _requests;
    private Person? _person;
    private string? _renameId;

    private readonly record struct Membership(Room Room, Member Member);

    /// <summary>Hello, and join if there is a room, as the URL says.</summary>
    /// <returns>The error code if it can't be; the error has been sent.</returns>
    public async Task<string?> GreetAsync(string? room, string? name)
    {
        var refusal = await HelloAsync(new ClientMessage { Name = name }, isLasting: false)
            .ConfigureAwait(false);
        if (refusal is null && room is not null)
            refusal = await JoinAsync(new ClientMessage { Room = room }).ConfigureAwait(false);
        if (refusal is null) return null;
        await RefuseAsync(refusal, null, room).ConfigureAwait(false);
        return refusal.Code;
    }

    public async ValueTask HandleAsync(WebSocketMessage frame)
    {
        string? problem = "a text frame is expected";
        if (!frame.IsText || ProtocolJson.Read(frame.Payload.Span, out problem) is not { } message)
        {
            var refusal = AllowRequest() ?? new Refusal(ErrorCode.BadMessage, problem!);
            await RefuseAsync(refusal, null, null).ConfigureAwait(false);
            return;
        }
        if (message.Id is { Length: 0 or > House.MaxClientIdChars })
        {
            var refusal = AllowRequest()
                ?? new Refusal(ErrorCode.BadId, $"an id has 1–{House.MaxClientIdChars} characters");
            await RefuseAsync(refusal, null, message.Room).ConfigureAwait(false);
            return;
        }
        if (await CarryOutAsync(message).ConfigureAwait(false) is { } reason)
            await RefuseAsync(reason, message.Id, message.Room).ConfigureAwait(false);
    }

    /// <summary>Leaves all rooms, at the end.</summary>
    public void Leave()
    {
        foreach (var (room, member) in Memberships()) house.Rooms.Leave(room, member);
        if (_person is not null) house.People.Leave(_person, this);
    }

    public void OnRenamed(Person person, IPersonListener by)
    {
        var re = ReferenceEquals(by, this) ? _renameId : null;
        session.Broadcast(JsonEncoding.Frame(new Renamed(re, You(person)), ProtocolJson.Default.Renamed));
        foreach (var (room, _) in Memberships()) room.Renamed(person);
    }

    // Nobody waits for these answers, so they count as what many get: who doesn't read them is closed with 4001.
    public void OnRepeat(RoomEvent known) => session.Broadcast(JsonEncoding.Instance.Encode([known]));

    public void OnNotSaved(Draft draft) => session.Broadcast(Error(
        new Refusal(ErrorCode.NotSaved, "the log can't write; send it again later", TimeSpan.FromSeconds(5)), draft.Id, null));

    private ValueTask<Refusal?> CarryOutAsync(ClientMessage message)
    {
        // Messages have an allowance of their own, a person's, which is checked where they are said; what
        // can't be said takes from the other, so that nonsense isn't free.
        if (message.Type == ClientMessageType.Say)
        {
            var problem = Say(message);
            return new(problem is null or { Code: ErrorCode.RateLimited }
                ? problem
                : AllowRequest() ?? problem);
        }
        if (AllowRequest() is { } refusal) return new(refusal);
        return message.Type switch
        {
            null => new(new Refusal(ErrorCode.BadMessage, "the field type is missing")),
            ClientMessageType.Hello when _person is not null =>
                new(new Refusal(ErrorCode.AlreadyWelcome, "hello comes once")),
            ClientMessageType.Hello => HelloAsync(message, isLasting: true),
            ClientMessageType.Join => Greeted(() => JoinAsync(message)),
            ClientMessageType.Leave => Greeted(() => LeaveAsync(message)),
            ClientMessageType.History => Greeted(() => HistoryAsync(message)),
            ClientMessageType.Rename => Greeted(() => new(Rename(message))),
            ClientMessageType.Rooms => Greeted(() => RoomsAsync(message)),
            _ => new(new Refusal(ErrorCode.UnknownType, $"there is no type «{Shortened(message.Type)}»")),
        };
    }

    private ValueTask<Refusal?> Greeted(Func<ValueTask<Refusal?>> carryOut) =>
        _person is null ? new(HelloFirst) : carryOut();

    private async ValueTask<Refusal?> HelloAsync(ClientMessage message, bool isLasting)
    {
        var token = Token.New();
        if (message.Token is not null && !Token.TryParse(message.Token, out token))
            return new Refusal(ErrorCode.BadToken, "a token is 43 characters of base64url");
        PersonName? wanted = null;
        if (message.Name is not null)
        {
            if (!PersonName.TryParse(message.Name, out var name)) return BadName;
            wanted = name;
        }
        _person = house.People.Enter(token, wanted, isLasting, this);
        var limits = new Limits
        {
            TextBytes = house.Limits.TextBytes,
            NameChars = PersonName.MaxChars,
            RoomNameChars = RoomName.MaxChars,
            RoomsPerConnection = HouseLimits.RoomsPerConnection,
            PageEvents = HouseLimits.PageEvents,
            MessagesPerSecond = house.Limits.MessagesPerSecond,
            MessageBurst = HouseLimits.MessageBurst,
            FixedRooms = house.Limits.FixedRooms,
        };
        var welcome = new Welcome(message.Id, You(_person), token.Text, house.Rooms.List(), [], limits);
        await session.SendAsync(JsonEncoding.Frame(welcome, ProtocolJson.Default.Welcome))
            .ConfigureAwait(false);
        return null;
    }

    private async ValueTask<Refusal?> JoinAsync(ClientMessage message)
    {
        if (!RoomName.TryParse(message.Room, out var name))
        {
            return new Refusal(
                ErrorCode.BadRoom, $"a room name is 1–{RoomName.MaxChars} letters, digits, - and _");
        }
        if (message.After < 0) return new Refusal(ErrorCode.BadMessage, "after is 0 or more");
        var isNew = !TryFind(name, out var membership);
        if (isNew)
        {
            if (_memberships.Count == HouseLimits.RoomsPerConnection)
            {
                return new Refusal(
                    ErrorCode.TooManyRooms, $"a connection may be in {HouseLimits.RoomsPerConnection} rooms");
            }
            var member = new Member(_person!, JsonEncoding.Instance, session);
            if (house.Rooms.Enter(name, member) is not { } room)
                return new Refusal(ErrorCode.NoSuchRoom, $"there is no room «{name}»");
            membership = new Membership(room, member);
            lock (_memberships) _memberships.Add(membership);
        }
        try
        {
            await membership.Room.GoLiveAsync(
                membership.Member, message.After, message.Epoch, page => Encode(page, message.Id, name))
                .ConfigureAwait(false);
            return null;
        }
        catch (LogException)
        {
            Leave(membership);
            return Unavailable;
        }
    }

    private static ReadOnlyMemory<byte> Encode(RoomPage page, string? re, string room) => JsonEncoding.Frame(
        new Joined(
            re, room, "", page.Epoch, page.Head, page.IsRecovered, page.More, page.Events, page.People,
            page.Count, new RoomRulesView()),
        ProtocolJson.Default.Joined);

    private async ValueTask<Refusal?> LeaveAsync(ClientMessage message)
    {
        if (!TryFind(message.Room, out var membership)) return NotJoined;
        Leave(membership);
        var left = new Left(message.Id, membership.Room.Name);
        await session.SendAsync(JsonEncoding.Frame(left, ProtocolJson.Default.Left)).ConfigureAwait(false);
        return null;
    }

    private Refusal? Say(ClientMessage message)
    {
        if (_person is null) return HelloFirst;
        if (message.Room is null || message.Text is null)
            return new Refusal(ErrorCode.BadMessage, "say needs room and text");
        if (!TryFind(message.Room, out var membership)) return NotJoined;
        return house.Say(membership.Room, _person, message.Id, message.Text, this);
    }

    private async ValueTask<Refusal?> HistoryAsync(ClientMessage message)
    {
        if (!TryFind(message.Room, out var membership)) return NotJoined;
        var limit = message.Limit ?? HouseLimits.DefaultPageEvents;
        if (limit is < 1 or > HouseLimits.PageEvents)
            return new Refusal(ErrorCode.BadMessage, $"limit is 1–{HouseLimits.PageEvents}");
        if (message.After is null == message.Before is null || message.After < 0 || message.Before < 0)
            return new Refusal(ErrorCode.BadMessage, "one of before and after is needed, 0 or more");
        try
        {
            var page = await membership.Room.ReadAsync(message.After is { } after
                ? PageRequest.After(after, limit, HouseLimits.PageBytes)
                : PageRequest.Before(message.Before!.Value, limit, HouseLimits.PageBytes))
                .ConfigureAwait(false);
            var history = new HistoryPage(message.Id, membership.Room.Name, page.Events, page.More);
            await session.SendAsync(JsonEncoding.Frame(history, ProtocolJson.Default.HistoryPage))
                .ConfigureAwait(false);
            return null;
        }
        catch (LogException)
        {
            return Unavailable;
        }
    }

    private Refusal? Rename(ClientMessage message)
    {
        if (!PersonName.TryParse(message.Name, out var name)) return BadName;
        if (house.Limits.MessagesPerSecond > 0 && !_person!.Renames.TryTake(out var retryAfter))
            return new Refusal(ErrorCode.RateLimited, "a new name a second, five at once", retryAfter);
        _renameId = message.Id;
        var isRenamed = house.People.TryRename(_person!, name, this);
        _renameId = null;
        return isRenamed
            ? null
            : new Refusal(ErrorCode.NameTaken, $"«{name.Text}», or a name that looks like it, is somebody else's");
    }

    private async ValueTask<Refusal?> RoomsAsync(ClientMessage message)
    {
        var list = new RoomList(message.Id, house.Rooms.List());
        await session.SendAsync(JsonEncoding.Frame(list, ProtocolJson.Default.RoomList))
            .ConfigureAwait(false);
        return null;
    }

    private bool TryFind(string? room, out Membership membership)
    {
        membership = default;
        // As the server writes it, nearly always; else as the client did.
        return room is not null
            && (TryFindCanonical(room, out membership)
                || (RoomName.TryParse(room, out var name) && TryFindCanonical(name, out membership)));
    }

    private bool TryFindCanonical(string name, out Membership membership)
    {
        foreach (var candidate in _memberships)
        {
            if (candidate.Room.Name != name) continue;
            membership = candidate;
            return true;
        }
        membership = default;
        return false;
    }

    private void Leave(Membership membership)
    {
        lock (_memberships) _memberships.Remove(membership);
        house.Rooms.Leave(membership.Room, membership.Member);
    }

    private Membership[] Memberships()
    {
        lock (_memberships) return [.. _memberships];
    }

    private Refusal? AllowRequest()
    {
        if (house.Limits.MessagesPerSecond == 0) return null;
        _requests ??= new TokenBucket(RequestsPerSecond, RequestBurst, house.Time);
        return _requests.TryTake(out var retryAfter)
            ? null
            : new Refusal(
                ErrorCode.RateLimited, $"{RequestsPerSecond} requests a second, {RequestBurst} at once",
                retryAfter);
    }

    private ValueTask RefuseAsync(Refusal refusal, string? re, string? room) =>
        session.SendAsync(Error(refusal, re, room));

    private static ReadOnlyMemory<byte> Error(Refusal refusal, string? re, string? room)
    {
        int? retryAfter = refusal.RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null;
        var error = new ErrorMessage(
            re, room is null ? null : Shortened(room), refusal.Code, refusal.Message, retryAfter);
        return JsonEncoding.Frame(error, ProtocolJson.Default.ErrorMessage);
    }

    private static You You(Person person) => new(person.Id, person.Name, "guest");

    private static string Shortened(string text)
    {
        if (text.Length <= RoomName.MaxChars) return text;
        // Not between the halves of a surrogate pair.
        var end = char.IsHighSurrogate(text[RoomName.MaxChars - 1])
            ? RoomName.MaxChars - 1
            : RoomName.MaxChars;
        return text[..end] + "…";
    }

    private static Refusal HelloFirst => new(ErrorCode.HelloFirst, "hello comes first");

    private static Refusal BadName =>
        new(ErrorCode.BadName, $"a name is 1–{PersonName.MaxChars} visible characters");

    private static Refusal NotJoined => new(ErrorCode.NotJoined, "the connection is not in that room");

    private static Refusal Unavailable =>
        new(ErrorCode.Unavailable, "the log can't be read; ask again later", TimeSpan.FromSeconds(5));
}
