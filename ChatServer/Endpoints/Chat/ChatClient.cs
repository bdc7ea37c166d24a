using System.Net;
using System.Text.Json.Serialization.Metadata;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;
using ChatServer.Transport;

namespace ChatServer.Endpoints.Chat;

/// <summary>
/// What one connection of the JSON protocol has come to: who it is, and where it is a member. Requests are
/// handled one after the other; what comes from the rooms' pumps, or from another connection of the person,
/// may come at any time.
/// </summary>
internal sealed class ChatClient(Session session, House house, SupportDesk support, PageAddress pageAddress)
    : IPersonListener, IPoster
{
    /// <summary>
    /// Requests other than messages, a second and connection; some count for several (<see
    /// cref="Request.Cost"/>).
    /// </summary>
    private const int RequestsPerSecond = 50;

    /// <summary>Requests at once: a client that comes back joins up to 50 rooms, for 4 each.</summary>
    public const int RequestBurst = 250;

    private TokenBucket? _requests;
    private string? _underWay; // the id of the request that is being carried out

    public House House => house;

    public SupportDesk Support => support;

    public PageAddress PageAddress => pageAddress;

    public Memberships Memberships { get; } = new(house.Rooms);

    /// <summary>Who it is; <c>null</c> before hello.</summary>
    public Person? Person { get; private set; }

    /// <summary>Its place at the support desk; <c>null</c> for people of the house.</summary>
    public DeskSeat? Seat { get; private set; }

    /// <summary>As what it is here.</summary>
    public Standing Standing => Seat?.Standing ?? Standing.Person;

    public IPAddress Address { get; } = ClientNetwork.Of(session.Remote);

    /// <summary>Where a member's broadcasts go.</summary>
    public IOutlet Outlet => session;

    /// <summary>Hello, and join if there is a room, as the URL says.</summary>
    /// <returns>The error code if it can't be; the error has been sent.</returns>
    public async Task<string?> GreetAsync(ClientMessage hello, ClientMessage join)
    {
        var refusal = await HelloRequests.HelloAsync(this, hello, isLasting: false).ConfigureAwait(false);
        if (refusal is null && join.Room is not null)
            refusal = await RoomRequests.JoinAsync(this, join).ConfigureAwait(false);
        if (refusal is null) return null;
        await RefuseAsync(refusal, null, join.Room).ConfigureAwait(false);
        return refusal.Code;
    }

    public async ValueTask HandleAsync(WebSocketMessage frame)
    {
        if (Seat is { HasEnded: true }) return; // it was told, and is being closed
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
        _underWay = message.Id;
        var reason = await CarryOutAsync(message).ConfigureAwait(false);
        _underWay = null;
        if (reason is not null) await RefuseAsync(reason, message.Id, message.Room).ConfigureAwait(false);
    }

    /// <summary>Is somebody from now on.</summary>
    public void Become(Person person, DeskSeat? seat = null) => (Person, Seat) = (person, seat);

    /// <summary>Leaves all rooms, at the end.</summary>
    public void Leave()
    {
        foreach (var membership in Memberships.All) Memberships.Leave(membership);
        if (Seat is not null) Seat.Leave();
        else if (Person is not null) house.People.Leave(Person, this);
    }

    /// <summary>Ends the connection, after what is said of it.</summary>
    public void Close(int code, Refusal why)
    {
        Tell(Error(why, null, null), ProtocolJson.Default.ErrorMessage);
        session.Close(code, why.Code);
    }

    /// <summary>Answers a request.</summary>
    public ValueTask SendAsync<T>(T message, JsonTypeInfo<T> type) =>
        session.SendAsync(JsonEncoding.Frame(message, type));

    public void OnRenamed(Person person, IPersonListener by)
    {
        Tell(new Renamed(AnswerTo(by), You(person)), ProtocolJson.Default.Renamed);
        RefreshRooms(person);
    }

    public void OnRoleChanged(Person person, IPersonListener by)
    {
        Tell(new RoleChanged(AnswerTo(by), You(person)), ProtocolJson.Default.RoleChanged);
        RefreshRooms(person);
    }

    public void OnAwayChanged(Person person) => RefreshRooms(person);

    public void OnHandedOver() => Tell(new HandedOver(), ProtocolJson.Default.HandedOver);

    public void OnRead(string room, long seq, IPersonListener by)
    {
        if (!ReferenceEquals(by, this)) Tell(new ReadMark(room, seq), ProtocolJson.Default.ReadMark);
    }

    public void OnKicked(Room room, RoomEvent kick)
    {
        if (Memberships.Find(room.Name) is not { } membership || !Memberships.Leave(membership)) return;
        var left = new Left(null, room.Name)
        {
            Code = ErrorCode.Kicked,
            Until = kick.Until,
            Text = kick.Text.Length > 0 ? kick.Text : null,
        };
        Tell(left, ProtocolJson.Default.Left);
    }

    public void OnBanned(Ban ban) => Close(CloseCode.Banned, ban.Refuse());

    public void OnDirect(Room room, Sender other)
    {
        if (Memberships.Find(room.Name) is null)
            Tell(new Direct(null, room.Name, other), ProtocolJson.Default.Direct);
    }

    public void OnRepeat(RoomEvent known) => session.Broadcast(JsonEncoding.Instance.Encode([known]));

    public void OnNotSaved(Draft draft) => OnRefused(draft, Refusal.NotSaved);

    public void OnRefused(Draft draft, Refusal why) =>
        Tell(Error(why, draft.Id, null), ProtocolJson.Default.ErrorMessage);

    public static You You(Person person) => new(person.Id, person.Name, person.Role);

    /// <summary>Shortens what a client sent, for an answer that repeats it.</summary>
    public static string Shortened(string text) => UnicodeText.Shortened(text, RoomName.MaxChars);

    private async ValueTask<Refusal?> CarryOutAsync(ClientMessage message)
    {
        var request = RequestTable.Find(message.Type);
        if (request?.IsSpeaking is not true && AllowRequest(request?.Cost ?? 1) is { } refusal)
            return refusal;
        if (request is null)
        {
            return message.Type is null
                ? Refusals.BadMessage("the field type is missing")
                : new Refusal(ErrorCode.UnknownType, $"there is no type «{Shortened(message.Type)}»");
        }
        var problem = OutOfPlace(request)
            ?? await request.CarryOut(this, message).ConfigureAwait(false);
        // What can't be said takes from the other allowance, so that nonsense isn't free.
        var isNonsense = request.IsSpeaking && problem is not (null or { Code: ErrorCode.RateLimited });
        return isNonsense ? AllowRequest() ?? problem : problem;
    }

    private Refusal? OutOfPlace(Request request)
    {
        if (request.ComesFirst != Person is null)
            return request.ComesFirst ? Refusals.AlreadyWelcome : Refusals.HelloFirst;
        return request.ComesFirst || request.For.HasFlag(Standing) ? null : Refusals.NotFor(Standing);
    }

    private void RefreshRooms(Person person)
    {
        foreach (var (room, _) in Memberships.All)
        {
            // A new name can say something, too; and it is no reason for a room to last.
            if (room.Changed(person) is not { } oldName || room.IsUnused
                || Permission.ToSpeak(room, person, house.Time.GetUtcNow()) is not null)
            {
                continue;
            }
            room.Post(new Post(new Draft(EventKind.Rename, person.Sender, Id: null, oldName), this));
        }
    }

    // Nobody waits for what is told, so it counts as what many get: who doesn't read it is closed with 4001.
    internal void Tell<T>(T message, JsonTypeInfo<T> type) =>
        session.Broadcast(JsonEncoding.Frame(message, type));

    private string? AnswerTo(IPersonListener by) => ReferenceEquals(by, this) ? _underWay : null;

    private Refusal? AllowRequest(int cost = 1)
    {
        if (house.Limits.MessagesPerSecond == 0) return null;
        _requests ??= new TokenBucket(RequestsPerSecond, RequestBurst, house.Time);
        return _requests.TryTake(out var retryAfter, cost)
            ? null
            : new Refusal(
                ErrorCode.RateLimited, $"{RequestsPerSecond} requests a second, {RequestBurst} at once",
                retryAfter);
    }

    private async ValueTask RefuseAsync(Refusal refusal, string? re, string? room)
    {
        await SendAsync(Error(refusal, re, room), ProtocolJson.Default.ErrorMessage).ConfigureAwait(false);
        if (refusal.Code == ErrorCode.Banned) session.Close(CloseCode.Banned, ErrorCode.Banned);
    }

    private ErrorMessage Error(Refusal refusal, string? re, string? room)
    {
        house.Refused.Count(refusal.Code);
        int? retryAfter = refusal.RetryAfter is { } wait
            ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
            : null;
        return new ErrorMessage(
            re, room is null ? null : Shortened(room), refusal.Code, refusal.Message, retryAfter)
        {
            Until = refusal.Until,
            Text = refusal.Text,
        };
    }
}
