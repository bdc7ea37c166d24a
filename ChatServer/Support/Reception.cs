using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>Whether somebody is there for visitors, and what they are asked. Any thread may call it.</summary>
public sealed class Reception(DeskSetup setup, Staff staff, Agents agents, TimeProvider time)
{
    /// <summary>The desk, as visitors see it now.</summary>
    public DeskView View
    {
        get
        {
            var settings = setup.Settings;
            var state = State;
            return new DeskView(
                state, state == DeskState.Closed ? Change(time.GetUtcNow()) : null, settings.Departments,
                settings.Fields, settings.Greeting, settings.Preview, settings.RequireContact);
        }
    }

    /// <summary>One of <see cref="DeskState"/>.</summary>
    public string State =>
        !setup.Hours.IsOpen(time.GetUtcNow()) ? DeskState.Closed
        : staff.Online.Count == 0 ? DeskState.Nobody : DeskState.Open;

    /// <summary>Whether there is a desk: an admin has made an agent.</summary>
    public bool Exists => agents.AreAny;

    /// <summary>How long until it opens or closes; <c>null</c> if it never will.</summary>
    public TimeSpan? UntilChange
    {
        get
        {
            var now = time.GetUtcNow();
            return setup.Hours.NextChange(now) - now;
        }
    }

    private long? Change(DateTimeOffset now) => setup.Hours.NextChange(now)?.ToUnixTimeMilliseconds();
}
