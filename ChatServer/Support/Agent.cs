using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>Somebody who works at the desk.</summary>
/// <param name="Who">Under the name that an admin gave them.</param>
/// <param name="Terms">What they do.</param>
public sealed record Agent(Sender Who, AgentTerms Terms)
{
    public string Id => Who.Id;
}
