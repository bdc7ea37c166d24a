using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Somebody who is here, on one connection or several. Any thread may read; <see cref="People"/> changes it.
/// </summary>
public sealed class Person
{
    private Sender _sender;
    private List<IPersonListener>? _away;

    internal Person(string id, PersonName name, Allowances allowances)
    {
        Allowances = allowances;
        Key = name.Key;
        _sender = new Sender(id, name.Text);
    }

    /// <summary>Nobody in particular: who only reads, and said nothing of who they are.</summary>
    public static Person Stranger { get; } =
        new("", new PersonName("?", ""), new Allowances(new HouseLimits(), TimeProvider.System));

    public string Id => _sender.Id;

    public string Name => Sender.Name;

    /// <summary>The person as others see them, under the name of this moment.</summary>
    public Sender Sender => Volatile.Read(ref _sender);

    /// <summary>One of <see cref="PersonRole"/>.</summary>
    public string Role => IsAdmin ? PersonRole.Admin : RoleId.RoleOf(Id);

    public bool IsAdmin { get; internal set; }

    /// <summary>Whether nobody is at any of their connections.</summary>
    public bool IsAway { get; private set; }

    public Allowances Allowances { get; }

    /// <summary>As rooms show them now.</summary>
    internal PersonHere Shown => new(Id, Name)
    {
        Role = Role is PersonRole.Guest ? null : Role,
        Away = IsAway ? true : null,
    };

    /// <summary>What makes the name unique.</summary>
    internal string Key { get; private set; }

    /// <summary>Their connections; the array is never changed.</summary>
    internal IPersonListener[] Connections { get; private set; } = [];

    /// <summary>
    /// How far they have read, by room, where that is known; belongs to <see cref="ReadMarks"/>.
    /// </summary>
    internal Dictionary<string, ReadPoint>? Reads { get; set; }

    internal void SetName(PersonName name)
    {
        Key = name.Key;
        Volatile.Write(ref _sender, new Sender(Id, name.Text));
    }

    /// <returns>Whether <see cref="IsAway"/> has changed.</returns>
    internal bool Connect(IPersonListener connection)
    {
        Connections = [.. Connections, connection];
        return CountAway();
    }

    /// <returns>Whether <see cref="IsAway"/> has changed.</returns>
    internal bool Disconnect(IPersonListener connection)
    {
        Connections = [.. Connections.Where(other => other != connection)];
        _away?.Remove(connection);
        return CountAway();
    }

    /// <returns>Whether <see cref="IsAway"/> has changed.</returns>
    internal bool SetAway(IPersonListener connection, bool isAway)
    {
        if (!isAway) _away?.Remove(connection);
        else if (Connections.Contains(connection) && _away?.Contains(connection) is not true)
            (_away ??= new(1)).Add(connection);
        return CountAway();
    }

    private bool CountAway()
    {
        var was = IsAway;
        IsAway = _away is { Count: > 0 } && _away.Count == Connections.Length;
        return IsAway != was;
    }
}
