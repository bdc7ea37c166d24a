using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>Refusals that several requests have in common.</summary>
internal static class Refusals
{
    public static Refusal HelloFirst => new(ErrorCode.HelloFirst, "hello comes first");

    public static Refusal AlreadyWelcome => new(ErrorCode.AlreadyWelcome, "hello comes once");

    public static Refusal NotJoined => new(ErrorCode.NotJoined, "the connection is not in that room");

    public static Refusal NoSuchPerson => new(ErrorCode.NoSuchPerson, "nobody of that id or name is known");

    public static Refusal Unavailable =>
        new(ErrorCode.Unavailable, "the log can't be read; ask again later", TimeSpan.FromSeconds(5));

    public static Refusal NotFor(Standing standing) =>
        new(ErrorCode.NotAllowed, $"that isn't for {standing switch
        {
            Standing.Visitor => "visitors of the support desk",
            Standing.Agent => "agents of the support desk",
            _ => "people of the house",
        }}");

    public static Refusal BadMessage(string what) => new(ErrorCode.BadMessage, what);
}
