using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>
/// What a visitor of the support desk is told of a ticket's room: what is said and who types, and not who of
/// the agents looks in.
/// </summary>
internal sealed class VisitorEncoding : IEncoding
{
    public static readonly VisitorEncoding Instance = new();

    private VisitorEncoding()
    {
    }

    public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events) =>
        JsonEncoding.Instance.Encode(events);

    public ReadOnlyMemory<byte> Encode(PeopleDelta delta) => default;

    public ReadOnlyMemory<byte> Encode(Typing typing) => JsonEncoding.Instance.Encode(typing);
}
