using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints;

/// <summary>
/// <c>/rooms/{room}</c>: a frame in is a message, a frame out is <c>Ann: hi</c>. What is refused comes back
/// as <c>! code: why</c>.
/// </summary>
public sealed class PlainTextEndpoint(House house) : IEndpoint
{
    public async Task RunAsync(Session session)
    {
        if (Read(session, out var roomName, out var wanted) is { } badUrl)
        {
            await RefuseAsync(session, new Refusal(badUrl, "")).ConfigureAwait(false);
            return;
        }
        var listener = new Listener(session);
        var visitor = new Visitor(Token.New(), wanted, session.QueryValue("password"), IsLasting: false);
        if (house.Admission.ToHouse(visitor, listener, out var person) is { } refusal)
        {
            await RefuseAsync(session, refusal).ConfigureAwait(false);
            return;
        }
        try
        {
            var member = new Member(person!, TextEncoding.Instance, session);
            var password = session.QueryValue("room-password");
            refusal = house.Admission.ToRoom(roomName, member, password, session.Remote, out var room);
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
            await foreach (var message in session.Messages().ConfigureAwait(false))
            {
                var refusal = message.IsText
                    ? house.Speaking.Say(room, member.Person, id: null, message.Text, reply: null, listener)
                    : new Refusal(ErrorCode.BadMessage, "text is expected");
                if (refusal is not null) await session.SendAsync(Line(refusal)).ConfigureAwait(false);
            }
        }
        finally
        {
            house.Rooms.Leave(room, member);
        }
    }

    private static async Task RefuseAsync(Session session, Refusal refusal)
    {
        await session.SendAsync(Line(refusal)).ConfigureAwait(false);
        session.Close(refusal.Code == ErrorCode.Banned ? CloseCode.Banned : CloseCode.BadUrl, refusal.Code);
    }

    private static string Line(Refusal refusal) =>
        refusal.Message.Length > 0 ? $"! {refusal.Code}: {refusal.Message}" : $"! {refusal.Code}";

    private sealed class Listener(Session session) : IPersonListener, IPoster
    {
        public IPAddress Address => session.Remote;

        // A person of this endpoint has no token to come back with, so no second connection that could change
        // anything.
        public void OnRenamed(Person person, IPersonListener by)
        {
        }

        public void OnRoleChanged(Person person, IPersonListener by)
        {
        }

        public void OnAwayChanged(Person person)
        {
        }

        public void OnHandedOver()
        {
        }

        public void OnRead(string room, long seq, IPersonListener by)
        {
        }

        public void OnSentOut(Room room, RoomEvent kick) => End(CloseCode.PolicyViolation, ErrorCode.Kicked);

        public void OnBanned(Ban ban) => End(CloseCode.Banned, ErrorCode.Banned);

        // Conversations of two aren't for those who can't come back to them.
        public void OnDirect(Room room, Sender other)
        {
        }

        // There is no id here, so no repeat.
        public void OnRepeat(RoomEvent known)
        {
        }

        public void OnNotSaved(Draft draft) =>
            OnRefused(draft, new Refusal(ErrorCode.NotSaved, "the log can't write; try again later"));

        public void OnRefused(Draft draft, Refusal why) => _ = session.SendAsync(Line(why)).AsTask();

        private void End(int closeCode, string code)
        {
            _ = session.SendAsync($"! {code}").AsTask();
            session.Close(closeCode, code);
        }
    }
}
