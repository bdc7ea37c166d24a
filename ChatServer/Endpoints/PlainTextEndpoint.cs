using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>
/// <c>/rooms/{room}</c>: a frame in is a message, a frame out is <c>Ann: hi</c>. What is refused comes back
/// as <c>! code: why</c>.
/// </summary>
public sealed class PlainTextEndpoint(House house) : IEndpoint
{
    /// <summary>What is refused is answered so often a second, and then no more.</summary>
    private const int AnswersPerSecond = 50;

    private const int AnswerBurst = 200;

    public async Task RunAsync(Session session)
    {
        if (Read(session, out var roomName, out var wanted) is { } badUrl)
        {
            await RefuseAsync(session, new Refusal(badUrl, "")).ConfigureAwait(false);
            return;
        }
        var listener = new Listener(session, roomName, house.Refused);
        var arrival = new Arrival(
            Token.New().PersonId, wanted, session.QueryValue("password"), IsLasting: false);
        if (house.Admission.ToHouse(arrival, listener, out var person) is { } refusal)
        {
            await RefuseAsync(session, refusal).ConfigureAwait(false);
            return;
        }
        try
        {
            var member = new Member(person!, TextEncoding.Instance, session);
            var password = session.QueryValue("room-password");
            refusal = house.Admission.ToRoom(roomName, member, password, listener.Address, out var room);
            if (refusal is null) await TalkAsync(session, room!, member, listener).ConfigureAwait(false);
            else await RefuseAsync(session, refusal).ConfigureAwait(false);
        }
        finally
        {
            house.People.Leave(person!, listener);
        }
    }

    // The error code of what the URL has wrong.
    private static string? Read(Session session, out string room, out PersonName? name)
    {
        name = null;
        if (!RoomName.TryParse(session.PathValue("room"), out room)) return ErrorCode.BadRoom;
        if (session.QueryValue("name") is not { } text) return null;
        if (!PersonName.TryParse(text, out var wanted)) return ErrorCode.BadName;
        name = wanted;
        return null;
    }

    private async Task TalkAsync(Session session, Room room, Member member, Listener listener)
    {
        try
        {
            await Room.GoLiveAsync(member).ConfigureAwait(false);
            var nonsense = new TokenBucket(AnswersPerSecond, AnswerBurst, house.Time);
            await foreach (var message in session.Messages().ConfigureAwait(false))
            {
                var refusal = message.IsText
                    ? house.Speaking.Say(room, member.Person, new Saying(message.Text), listener)
                    : new Refusal(ErrorCode.BadMessage, "text is expected");
                if (refusal is null) continue;
                house.Refused.Count(refusal.Code);
                if (nonsense.TryTake(out _)) await session.SendAsync(Line(refusal)).ConfigureAwait(false);
            }
        }
        finally
        {
            house.Rooms.Leave(room, member);
        }
    }

    private async Task RefuseAsync(Session session, Refusal refusal)
    {
        house.Refused.Count(refusal.Code);
        await session.SendAsync(Line(refusal)).ConfigureAwait(false);
        session.Close(CloseCode.OfRefusedUrl(refusal.Code), refusal.Code);
    }

    private static string Line(Refusal refusal)
    {
        var why = refusal.Text is null ? "" : $" ({refusal.Text})";
        return refusal.Message.Length > 0
            ? $"! {refusal.Code}: {refusal.Message}{why}"
            : $"! {refusal.Code}{why}";
    }

    // A person of this endpoint has no token to come back with: no second connection that could change
    // anything, and no conversations of two.
    private sealed class Listener(Session session, string roomName, RefusalCounts refused)
        : IPersonListener, IPoster
    {
        public IPAddress Address { get; } = ClientNetwork.Of(session.Remote);

        public void OnKicked(Room room, RoomEvent kick)
        {
            if (room.Name == roomName) End(CloseCode.PolicyViolation, Permission.Kicked(kick));
        }

        public void OnBanned(Ban ban) => End(CloseCode.Banned, ban.Refuse());

        // There is no id here, so no repeat.
        public void OnRepeat(RoomEvent known)
        {
        }

        public void OnNotSaved(Draft draft) =>
            OnRefused(draft, new Refusal(ErrorCode.NotSaved, "the log can't write; try again later"));

        public void OnRefused(Draft draft, Refusal why) => Tell(why);

        private void End(int closeCode, Refusal why)
        {
            Tell(why);
            session.Close(closeCode, why.Code);
        }

        // Nobody waits for it, so it counts as what many get.
        private void Tell(Refusal refusal)
        {
            refused.Count(refusal.Code);
            session.Broadcast(TextEncoding.Frame(Line(refusal)));
        }
    }
}
