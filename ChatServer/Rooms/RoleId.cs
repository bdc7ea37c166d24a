using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Ids that say what somebody is, where that isn't a person of the house: they look like a person's, and
/// begin with what no person's does. A bot's and an agent's are made of the name, so that they stay
/// themselves whatever key they show; a visitor's of their token.
/// </summary>
public static class RoleId
{
    private const string BotMark = "bot-";
    private const string AgentMark = "agt-";
    private const string VisitorMark = "vis-";

    // Longer than a token's secret, which is hashed as well: no token makes such an id.
    private const string BotDomain = "the id of a bot of ChatServer, made of its name: ";
    private const string AgentDomain = "the id of an agent of ChatServer, made of the name: ";
    private const string VisitorDomain = "the id of a visitor of ChatServer, made of the token: ";

    public static string OfBot(PersonName name) => Of(BotMark, BotDomain + name.Key);

    public static string OfAgent(PersonName name) => Of(AgentMark, AgentDomain + name.Key);

    /// <summary>The visitor who has a token; the person who has it is somebody else.</summary>
    public static string OfVisitor(Token token) => Of(VisitorMark, VisitorDomain + token.Text);

    public static bool IsBot(string id) => id.StartsWith(BotMark, StringComparison.Ordinal);

    /// <summary>Whether it is no person's.</summary>
    public static bool IsReserved(string id) => RoleOf(id) != PersonRole.Guest;

    /// <summary>One of <see cref="PersonRole"/>, by the id alone.</summary>
    public static string RoleOf(string id) =>
        IsBot(id) ? PersonRole.Bot
        : id.StartsWith(AgentMark, StringComparison.Ordinal) ? PersonRole.Agent
        : id.StartsWith(VisitorMark, StringComparison.Ordinal) ? PersonRole.Visitor
        : PersonRole.Guest;

    private static string Of(string mark, string text) =>
        mark + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))
            [..(Token.IdChars - mark.Length)];
}
