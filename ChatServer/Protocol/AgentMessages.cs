namespace ChatServer.Protocol;

/// <summary>What an agent does at the support desk.</summary>
/// <param name="Departments">Whose tickets they are given; those of all if empty.</param>
/// <param name="Supervisor">Whether they may act on what others have, see the figures, and set the desk
/// up.</param>
public sealed record AgentTerms(IReadOnlyList<string> Departments, bool Supervisor);

/// <summary>An agent who has a key, as admins see them.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Departments">Whose tickets they are given; those of all if empty.</param>
/// <param name="Supervisor">Whether they are one.</param>
/// <param name="By">Who made the key.</param>
/// <param name="At">When, in Unix milliseconds.</param>
public sealed record AgentKeyView(
    Sender Agent, IReadOnlyList<string> Departments, bool Supervisor, Sender By, long At);

/// <summary>The answer to <c>GET /api/agents</c>.</summary>
public sealed record AgentKeyList(IReadOnlyList<AgentKeyView> Agents);

/// <summary>The body of <c>POST /api/agents</c>.</summary>
public sealed record AgentKeyRequest
{
    public string? Name { get; init; }
    public IReadOnlyList<string>? Departments { get; init; }
    public bool? Supervisor { get; init; }
}

/// <summary>An agent's new key, told once.</summary>
public sealed record MadeAgentKey(Sender Agent, string Key);

/// <summary>An agent, as agents see each other.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="State">One of <see cref="AgentState"/>.</param>
/// <param name="Load">Tickets they have.</param>
/// <param name="Limit">Tickets they may have at once.</param>
/// <param name="Departments">Whose tickets they are given; those of all if empty.</param>
/// <param name="Supervisor">Whether they are one.</param>
public sealed record AgentView(
    string Id, string Name, string State, int Load, int Limit, IReadOnlyList<string> Departments,
    bool Supervisor);

/// <summary>Values of <c>state</c> of an agent.</summary>
public static class AgentState
{
    public const string Online = "online";
    public const string Away = "away";
    public const string Offline = "offline";
}
