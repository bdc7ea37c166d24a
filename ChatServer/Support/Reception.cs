using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// Whether somebody is there for visitors, and what they are asked. Any thread may call it.
/// </summary>
public sealed class Reception(DeskSetup setup, Staff staff, Agents agents, TimeProvider time)
{
    /// <summary>
    /// How long visitors aren't told that the last agent has lost the connection: a laptop that changes
    /// networks is back sooner. Who says that they are away isn't waited for.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>The desk, as visitors see it now.</summary>
    public DeskView View
    {
        get
        {
            var settings = setup.Settings;
            var state = State;
            var opensAt = state == DeskState.Closed ? setup.Hours.NextChange(time.GetUtcNow()) : null;
            return new DeskView(
                state, opensAt?.ToUnixTimeMilliseconds(), settings.Departments, settings.Fields,
                settings.Greeting, settings.Preview, settings.RequireContact);
        }
    }

    /// <summary>One of <see cref="DeskState"/>.</summary>
    public string State
    {
        get
        {
            var now = time.GetUtcNow();
            return !setup.Hours.IsOpen(now) ? DeskState.Closed
                : staff.Online.Count > 0 || GraceEnd > now ? DeskState.Open : DeskState.Nobody;
        }
    }

    /// <summary>Whether there is a desk: an admin has made an agent.</summary>
    public bool Exists => agents.AreAny;

    /// <summary>
    /// How long until it opens or closes, or an agent who is gone is missed; <c>null</c> if that will never
    /// be.
    /// </summary>
    public TimeSpan? UntilChange
    {
        get
        {
            var now = time.GetUtcNow();
            DateTimeOffset?[] changes = [setup.Hours.NextChange(now), GraceEnd > now ? GraceEnd : null];
            return changes.Min() - now;
        }
    }

    private DateTimeOffset? GraceEnd => staff.LostAt + Grace;
}
