using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who may publish from elsewhere, by key: those of the command line, and those that an admin made. Any
/// thread may call it.
/// </summary>
public sealed class Bots
{
    /// <summary>Bots that there can be.</summary>
    public const int Most = KeyRing.Most;

    private readonly KeyRing _made;

    // Those of the command line: never changed.
    private readonly Dictionary<string, Sender> _givenByHash = [];
    private readonly Dictionary<string, Sender> _given = []; // by id

    private Bots(IEventLog log, IEnumerable<BotKey> given)
    {
        _made = new KeyRing(log, ":bots", EventKind.Bot);
        foreach (var key in given)
        {
            var bot = new Sender(RoleId.OfBot(key.Name), key.Name.Text);
            _given[bot.Id] = bot;
            _givenByHash[AccessKey.Hash(key.Key)] = bot;
        }
    }

    /// <summary>Folds the keys from the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="given">Those of the command line; they aren't kept.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<Bots> LoadAsync(IEventLog log, IEnumerable<BotKey> given)
    {
        var bots = new Bots(log, given);
        await bots._made.LoadAsync().ConfigureAwait(false);
        return bots;
    }

    /// <summary>
    /// Who has a key that was made here, which nobody can guess; <c>null</c> if nobody does.
    /// </summary>
    public Sender? FindMade(string key) => _made.Find(key)?.Who;

    /// <summary>
    /// Who has a key of the command line, which somebody thought up; <c>null</c> if nobody does.
    /// </summary>
    public Sender? FindGiven(string key) =>
        key.Length is 0 or > AccessKey.MaxChars ? null : _givenByHash.GetValueOrDefault(AccessKey.Hash(key));

    /// <summary>All, by name.</summary>
    public IReadOnlyList<BotView> All()
    {
        var made = _made.All;
        var ids = made.Select(bot => bot.Who.Id).ToHashSet();
        return
        [
            .. made.Select(bot => new BotView(bot.Who) { By = bot.By, At = bot.MadeAt })
                .Concat(_given.Values.Where(bot => !ids.Contains(bot.Id)).Select(bot => new BotView(bot)))
                .OrderBy(bot => bot.Bot.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Makes a key for a name; an earlier one that was made for it is no longer good.</summary>
    /// <returns>The key, which is told once and kept nowhere.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<string> MakeAsync(PersonName name, Sender by) =>
        _made.MakeAsync(new Sender(RoleId.OfBot(name), name.Text), by);

    /// <summary>The key that was made for a name is no longer good.</summary>
    /// <returns>False if none was made.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task<bool> RevokeAsync(PersonName name, Sender by) => _made.RevokeAsync(RoleId.OfBot(name), by);

    /// <summary>Whether a bot may have a name: it must be nobody's, or that bot's already.</summary>
    public static Refusal? CheckName(People people, PersonName name)
    {
        if (name.IsDots)
            return new Refusal(ErrorCode.BadName, "a bot isn't called by dots alone");
        return people.MayHave(RoleId.OfBot(name), name)
            ? null
            : new Refusal(ErrorCode.NameTaken, $"«{name.Text}», or a name that looks like it, is somebody's");
    }

    /// <summary>Whether there can be another bot.</summary>
    public bool HasRoomFor(PersonName name) => _made.HasRoomFor(RoleId.OfBot(name));
}
