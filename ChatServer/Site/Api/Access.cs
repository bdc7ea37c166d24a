using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Who asks, and what they may: a bot shows its key, a person their token, as <c>Authorization: Bearer</c>
/// (RFC 6750 section 2.1); whoever shows nothing reads what is open to everybody.
/// </summary>
internal sealed class Access(House house)
{
    private const string Scheme = "Bearer ";

    // What proxies tell of whom they pass on: then it isn't somebody at this machine who asks.
    private static readonly string[] ForwardedHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>Whether it is this machine itself that asks.</summary>
    public static bool IsLocal(Exchange exchange) =>
        IPAddress.IsLoopback(exchange.Remote)
        && !Array.Exists(ForwardedHeaders, name => exchange.Header(name) is not null);

    /// <summary>The key or the token that somebody shows; empty if it is anything else, <c>null</c> if they
    /// show nothing.</summary>
    public static string? Shown(Exchange exchange)
    {
        if (exchange.Header("Authorization") is not { } header) return null;
        var isBearer = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        return isBearer ? header[Scheme.Length..].Trim() : "";
    }

    /// <summary>Who reads.</summary>
    /// <returns><c>null</c> if they may; else why not.</returns>
    public Refusal? ToRead(Exchange exchange, out Person reader)
    {
        reader = Person.Stranger;
        if (!house.People.Networks.MayAsk(exchange.Network, out var retryAfter))
            return new Refusal(ErrorCode.RateLimited, "too many requests from one network", retryAfter);
        if (Identify(exchange, out var known) is { } unknown) return unknown;
        if (known is not null) reader = house.People.Reader(known.Id);
        return MayComeIn(exchange, reader);
    }

    /// <summary>The room of the path, for somebody who reads.</summary>
    /// <returns><c>null</c> if they may; else why not.</returns>
    public Refusal? ToReadRoom(Exchange exchange, out Person reader, out Room room)
    {
        room = null!;
        if (ToRead(exchange, out reader) is { } refusal) return refusal;
        return ToFind(exchange, out room) ?? ToEnter(exchange, room, reader);
    }

    /// <summary>Whether somebody may read in a room, or speak there.</summary>
    public Refusal? ToEnter(Exchange exchange, Room room, Person person) => Permission.ToEnter(
        room, person, exchange.QueryValue("room-password"), exchange.Network, house.People.Guesses,
        house.Time.GetUtcNow());

    /// <summary>Whether the house lets somebody in: its password, and who is banned.</summary>
    public Refusal? MayComeIn(Exchange exchange, Person person)
    {
        if (!person.IsAdmin && house.Bans.Find(person.Id, exchange.Network) is { } ban) return ban.Refuse();
        return RoleId.IsBot(person.Id) && exchange.Header("Authorization") is not null
            ? null
            : house.People.Admit(
                person.Id, exchange.QueryValue("password"), exchange.Network, isLasting: false);
    }

    /// <summary>Who shows a key or a token.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="known">Who; <c>null</c> if they show nothing.</param>
    /// <returns><c>null</c> if what they show is good, or they show nothing.</returns>
    public Refusal? Identify(Exchange exchange, out Sender? known)
    {
        known = null;
        if (Shown(exchange) is not { } shown) return null;
        var wrong = new Refusal(ErrorCode.BadKey, "no bot has that key, and nobody that token");
        if (shown.Length == 0) return wrong;
        // What was made here can't be guessed: whoever has it isn't kept out by those who guess from their
        // network.
        known = house.Bots.FindMade(shown) ?? PersonOf(shown);
        if (known is not null) return null;
        Sender? found = null;
        var refusal = house.People.Guesses.Try(
            exchange.Network, ":bot", () => (found = house.Bots.FindGiven(shown)) is not null, wrong);
        known = found;
        return refusal;
    }

    /// <summary>Whether an admin asks: a person who is one, or whoever shows the admin key.</summary>
    public Refusal? ToAdminister(Exchange exchange, out Sender by)
    {
        by = new Sender("", PersonRole.Admin);
        if (Shown(exchange) is not { } shown)
            return new Refusal(ErrorCode.KeyNeeded, "an admin's key is needed, as Authorization: Bearer");
        if (Token.TryParse(shown, out var token) && house.People.IsAdmin(token.PersonId))
        {
            by = house.People.Known(token.PersonId);
            return null;
        }
        return house.People.CheckAdminKey(shown, exchange.Network);
    }

    /// <summary>The room of the path.</summary>
    public Refusal? ToFind(Exchange exchange, out Room room) => ToFind(exchange.PathValue("room"), out room);

    /// <summary>The room that somebody names.</summary>
    public Refusal? ToFind(string named, out Room room)
    {
        room = null!;
        if (NameOf(named, out var name) is { } problem) return problem;
        if (house.Rooms.Find(name) is not { } found) return NoSuchRoom(name);
        room = found;
        return null;
    }

    /// <summary>The canonical name of the room in the path.</summary>
    public static Refusal? NameOf(Exchange exchange, out string name) =>
        NameOf(exchange.PathValue("room"), out name);

    private static Refusal? NameOf(string text, out string name)
    {
        if (RoomName.TryParse(text, out name)) return null;
        // Conversations of two are nobody's business here.
        return DirectName.HasMark(text)
            ? NoSuchRoom(text)
            : new Refusal(
                ErrorCode.BadRoom, $"a room name is 1–{RoomName.MaxChars} letters, digits, - and _");
    }

    public static Refusal NoSuchRoom(string name) =>
        new(ErrorCode.NoSuchRoom, $"there is no room «{(name.Length > RoomName.MaxChars ? "…" : name)}»");

    private Sender? PersonOf(string shown) =>
        Token.TryParse(shown, out var token) && house.People.Knows(token.PersonId)
            ? house.People.Known(token.PersonId)
            : null;
}
