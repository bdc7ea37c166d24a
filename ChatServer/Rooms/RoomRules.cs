using System.Collections.Immutable;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// What hosts have set in a room, and who has raised a hand, folded from its log. Immutable: each event makes
/// the next; folding one twice changes nothing.
/// </summary>
public sealed record RoomRules
{
    public static readonly RoomRules None = new();

    private RoomRules()
    {
    }

    /// <summary>Number of the newest event that is folded in.</summary>
    public long Seq { get; private init; }

    public string Topic { get; private init; } = "";

    public bool IsLocked { get; private init; }

    /// <summary>Hash of the password; <c>null</c> if none is needed.</summary>
    public string? PasswordHash { get; private init; }

    public bool HostsOnly { get; private init; }

    public bool IsArchived { get; private init; }

    /// <summary>How long a person waits between two messages; zero if they needn't.</summary>
    public TimeSpan SlowInterval { get; private init; }

    /// <summary>The room's hosts, by person.</summary>
    public ImmutableDictionary<string, Sender> Hosts { get; private init; } =
        ImmutableDictionary<string, Sender>.Empty;

    /// <summary>Who waits to be called.</summary>
    public HandLine Hands { get; private init; } = HandLine.Empty;

    // By person; those that are over are dropped with the next one.
    private ImmutableDictionary<string, Restriction> Mutes { get; init; } = NoRestrictions;
    private ImmutableDictionary<string, Restriction> Kicks { get; init; } = NoRestrictions;

    // Ids of the people who were in the room when it was locked, or got its password; they may come back.
    private ImmutableHashSet<string> Members { get; init; } = [];
    private ImmutableHashSet<string> KnownInside { get; init; } = [];

    private static ImmutableDictionary<string, Restriction> NoRestrictions =>
        ImmutableDictionary<string, Restriction>.Empty;

    /// <summary>The restriction that keeps a person from speaking; <c>null</c> if none does.</summary>
    public Restriction? MuteOf(string personId, DateTimeOffset now) => Holding(Mutes, personId, now);

    /// <summary>The restriction that keeps a person out; <c>null</c> if none does.</summary>
    public Restriction? KickOf(string personId, DateTimeOffset now) => Holding(Kicks, personId, now);

    /// <summary>Who is muted now.</summary>
    public IEnumerable<Restriction> MutesAt(DateTimeOffset now) =>
        Mutes.Values.Where(mute => mute.HoldsAt(now));

    /// <summary>Who can't come back now.</summary>
    public IEnumerable<Restriction> KicksAt(DateTimeOffset now) =>
        Kicks.Values.Where(kick => kick.HoldsAt(now));

    /// <summary>Whether the lock keeps a person out.</summary>
    public bool IsLockedTo(string personId) => IsLocked && !Members.Contains(personId);

    /// <summary>
    /// Whether a person was in when the room got its password, and needs it no more than then.
    /// </summary>
    public bool IsKnownInside(string personId) => KnownInside.Contains(personId);

    /// <summary>What members are told of them.</summary>
    public RoomRulesView ViewAt(DateTimeOffset now)
    {
        if (ReferenceEquals(this, None)) return RoomRulesView.Empty;
        return new RoomRulesView
        {
            Locked = IsLocked ? true : null,
            Password = PasswordHash is null ? null : true,
            HostsOnly = HostsOnly ? true : null,
            Archived = IsArchived ? true : null,
            Slow = SlowInterval > TimeSpan.Zero ? (int)SlowInterval.TotalSeconds : null,
            Hosts = Hosts.IsEmpty ? null : [.. Hosts.Keys],
            Mutes = View(MutesAt(now)),
            Kicks = View(KicksAt(now)),
            Hands = Hands.View,
        };
    }

    private static List<RestrictionView>? View(IEnumerable<Restriction> restrictions)
    {
        var views = restrictions.Select(one => new RestrictionView(one.Person, one.Until)).ToList();
        return views.Count == 0 ? null : views;
    }

    /// <summary>The rules after an event; the same ones if it sets none, or is folded in.</summary>
    public RoomRules With(RoomEvent e) =>
        e.Seq > Seq && EventKind.IsRule(e.Kind) ? Changed(e) with { Seq = e.Seq } : this;

    private RoomRules Changed(RoomEvent e)
    {
        var on = e.On ?? true;
        return e.Kind switch
        {
            ModerationAction.Topic => this with { Topic = e.Text },
            // Who was sent out is no longer one of those who were in.
            ModerationAction.Kick => this with
            {
                Kicks = With(Kicks, e, on && e.Until is not null),
                Members = on ? Members.Remove(e.Person!.Id) : Members,
                KnownInside = on ? KnownInside.Remove(e.Person!.Id) : KnownInside,
                Hands = on ? Hands.Without(e.Person!.Id) : Hands,
            },
            ModerationAction.Mute => this with { Mutes = With(Mutes, e, on) },
            ModerationAction.Lock => this with { IsLocked = on, Members = [.. e.Secret?.Members ?? []] },
            ModerationAction.Password => this with
            {
                PasswordHash = on ? e.Secret?.Hash : null,
                KnownInside = [.. e.Secret?.Members ?? []],
            },
            ModerationAction.Slow => this with { SlowInterval = TimeSpan.FromSeconds(e.Seconds ?? 0) },
            ModerationAction.HostsOnly => this with { HostsOnly = on },
            ModerationAction.Archive => this with { IsArchived = on },
            ModerationAction.Host => this with
            {
                Hosts = on ? Hosts.SetItem(e.Person!.Id, e.Person) : Hosts.Remove(e.Person!.Id),
            },
            EventKind.Hand => this with { Hands = Hands.With(e) },
            // The rest of a ban is the house's.
            ModerationAction.Ban when on => this with { Hands = Hands.Without(e.Person!.Id) },
            _ => this,
        };
    }

    private static ImmutableDictionary<string, Restriction> With(
        ImmutableDictionary<string, Restriction> all, RoomEvent e, bool on)
    {
        var person = e.Person!;
        var over = all.Where(one => one.Value.Until < e.At).Select(one => one.Key);
        all = all.RemoveRange(over);
        return on ? all.SetItem(person.Id, new Restriction(person, e.Until, e.Text)) : all.Remove(person.Id);
    }

    private static Restriction? Holding(
        ImmutableDictionary<string, Restriction> all, string personId, DateTimeOffset now) =>
        all.TryGetValue(personId, out var one) && one.HoldsAt(now) ? one : null;
}
