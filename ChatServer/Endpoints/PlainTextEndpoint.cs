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
        PersonName? wanted = null;
        if (session.QueryValue("name") is { } text)
        {
            if (!PersonName.TryParse(text, out var name))
            {
                await RefuseUrlAsync(session, ErrorCode.BadName).ConfigureAwait(false);
                return;
            }
            wanted = name;
        }
        if (!RoomName.TryParse(session.PathValue("room"), out var roomName))
        {
            await RefuseUrlAsync(session, ErrorCode.BadRoom).ConfigureAwait(false);
            return;
        }
        var listener = new Listener(session);
        var person = house.People.Enter(Token.New(), wanted, isLasting: false, listener);
        var member = new Member(person, TextEncoding.Instance, session);
        try
        {
            if (house.Rooms.Enter(roomName, member) is { } room)
                await TalkAsync(session, room, member, listener).ConfigureAwait(false);
            else
                await RefuseUrlAsync(session, ErrorCode.NoSuchRoom).ConfigureAwait(false);
        }
        finally
        {
            house.People.Leave(person, listener);
        }
    }

    private async Task TalkAsync(Session session, Room room, Member member, Listener listener)
    {
        try
        {
            await Room.GoLiveAsync(member).ConfigureAwait(false);
            await foreach (var message in session.Messages().ConfigureAwait(false))
            {
                var refusal = message.IsText
                    ? house.Say(room, member.Person, id: null, message.Text, listener)
                    : new Refusal(ErrorCode.BadMessage, "text is expected");
                if (refusal is not null)
                    await session.SendAsync($"! {refusal.Code}: {refusal.Message}").ConfigureAwait(false);
            }
        }
        finally
        {
            house.Rooms.Leave(room, member);
        }
    }

    private static async Task RefuseUrlAsync(Session session, string code)
    {
        await session.SendAsync($"! {code}").ConfigureAwait(false);
        session.Close(CloseCode.BadUrl, code);
    }

    private sealed class Listener(Session session) : IPersonListener, IPoster
    {
        // A person of this endpoint has no token to come back with, so no second connection that could rename
        // them.
        public void OnRenamed(Person person, IPersonListener by)
        {
        }

        // There is no id here, so no repeat.
        public void OnRepeat(RoomEvent known)
        {
        }

        public void OnNotSaved(Draft draft) =>
            _ = session.SendAsync($"! {ErrorCode.NotSaved}: the log can't write; try again later").AsTask();
    }
}
