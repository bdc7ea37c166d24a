using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Endpoints.Chat;

/// <summary>
/// <c>/ws</c>: the JSON protocol of docs/protocol.md. <c>?room=</c> and <c>?name=</c> in the URL are hello
/// and join.
/// </summary>
public sealed class ChatEndpoint(House house, SupportDesk support, PageAddress pageAddress) : IEndpoint
{
    public async Task RunAsync(Session session)
    {
        var client = new ChatClient(session, house, support, pageAddress);
        try
        {
            var (room, name) = (session.QueryValue("room"), session.QueryValue("name"));
            if ((room ?? name) is not null
                && await client.GreetAsync(
                    new ClientMessage { Name = name, Password = session.QueryValue("password") },
                    new ClientMessage { Room = room, Password = session.QueryValue("room-password") })
                    .ConfigureAwait(false) is { } code)
            {
                session.Close(CloseCode.OfRefusedUrl(code), code);
                return;
            }
            // Not «await foreach»: an iterator is 200 bytes a connection.
            while (await session.WaitAsync().ConfigureAwait(false) is { } message)
                await client.HandleAsync(message).ConfigureAwait(false);
        }
        finally
        {
            client.Leave();
        }
    }
}
