using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>
/// Who has a key to the desk's console; admins make and revoke them. Any thread may call it.
/// </summary>
public sealed class Agents
{
    /// <summary>Agents that there can be.</summary>
    public const int Most = KeyRing.Most;

    private readonly KeyRing _keys;

    private Agents(IEventLog log) => _keys = new KeyRing(log, ":agents", EventKind.Agent);

    /// <summary>An agent's key is no longer good. Called on any thread; must not wait.</summary>
    public event Action<string>? Revoked;

    /// <summary>Whether anybody works here: without agents there is no desk.</summary>
    public bool AreAny => _keys.All.Count > 0;

    /// <summary>All, by name.</summary>
    public IReadOnlyList<Agent> All => [.. Holders.Select(Of)];

    /// <summary>All, by name, as admins see them.</summary>
    public IReadOnlyList<AgentKeyView> Keys =>
    [
        .. Holders.Select(holder => new AgentKeyView(
            holder.Who, holder.Terms!.Departments, holder.Terms.Supervisor, holder.By, holder.MadeAt)),
    ];

    private IEnumerable<KeyHolder> Holders =>
        _keys.All.OrderBy(holder => holder.Who.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Folds the agents from the log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<Agents> LoadAsync(IEventLog log)
    {
        var agents = new Agents(log);
        await agents._keys.LoadAsync().ConfigureAwait(false);
        return agents;
    }

    /// <summary>Who has a key; <c>null</c> if nobody does. It is random: nobody guesses it.</summary>
    public Agent? FindByKey(string key) => _keys.Find(key) is { } holder ? Of(holder) : null;

    /// <summary>The agent of that id; <c>null</c> if they have no key any more.</summary>
    public Agent? Find(string id) => _keys.FindHolder(id) is { } holder ? Of(holder) : null;

    /// <summary>Whether there can be another agent, or a new key for one.</summary>
    public bool HasRoomFor(PersonName name) => _keys.HasRoomFor(RoleId.OfAgent(name));

    /// <summary>Makes a key for a name; an earlier one is no longer good.</summary>
    /// <returns>The key, which is told once and kept nowhere.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<string> MakeAsync(PersonName name, AgentTerms terms, Sender by)
    {
        var id = RoleId.OfAgent(name);
        var key = await _keys.MakeAsync(new Sender(id, name.Text), by, terms).ConfigureAwait(false);
        Revoked?.Invoke(id);
        return key;
    }

    /// <summary>The key that was made for a name is no longer good.</summary>
    /// <returns>The agent who was; <c>null</c> if there was none.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<Agent?> RevokeAsync(PersonName name, Sender by)
    {
        var agent = Find(RoleId.OfAgent(name));
        if (agent is null || !await _keys.RevokeAsync(agent.Id, by).ConfigureAwait(false)) return null;
        Revoked?.Invoke(agent.Id);
        return agent;
    }

    private static Agent Of(KeyHolder holder) => new(holder.Who, holder.Terms!);
}
