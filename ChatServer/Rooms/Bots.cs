using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who may publish from elsewhere, by key: those of the command line, and those that an admin made, folded
/// from a stream of the log. Any thread may call it.
/// </summary>
public sealed class Bots
{
    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":bots";

    /// <summary>Bots that there can be.</summary>
    public const int Most = 1_000;

    private readonly Lock _gate = new();
    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly Dictionary<string, Sender> _byMadeHash = [];
    private readonly Dictionary<string, Sender> _byGivenHash = [];
    private readonly Dictionary<string, Bot> _made = []; // by id
    private readonly Dictionary<string, Sender> _given = []; // by id

    private Bots(IEventLog log, IEnumerable<BotKey> given)
    {
        _log = log;
        _stream = log.Open(StreamName);
        foreach (var key in given)
        {
            var bot = new Sender(BotId.Of(key.Name), key.Name.Text);
            _given[bot.Id] = bot;
            _byGivenHash[BotKey.Hash(key.Key)] = bot;
        }
    }

    private sealed record Bot(Sender Who, string Hash, long MadeAt, Sender By);

    /// <summary>Folds the keys from the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="given">Those of the command line; they aren't kept.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<Bots> LoadAsync(IEventLog log, IEnumerable<BotKey> given)
    {
        var bots = new Bots(log, given);
        await foreach (var e in WholeStream.ReadAsync(log, bots._stream).ConfigureAwait(false)) bots.Fold(e);
        return bots;
    }

    /// <summary>
    /// Who has a key that was made here, which nobody can guess; <c>null</c> if nobody does.
    /// </summary>
    public Sender? FindMade(string key) => Find(_byMadeHash, key);

    /// <summary>
    /// Who has a key of the command line, which somebody thought up; <c>null</c> if nobody does.
    /// </summary>
    public Sender? FindGiven(string key) => Find(_byGivenHash, key);

    /// <summary>All, by name.</summary>
    public IReadOnlyList<BotView> All()
    {
        lock (_gate)
        {
            return
            [
                .. _made.Values.Select(bot => new BotView(bot.Who) { By = bot.By, At = bot.MadeAt })
                    .Concat(_given.Values
                        .Where(bot => !_made.ContainsKey(bot.Id)).Select(bot => new BotView(bot)))
                    .OrderBy(bot => bot.Bot.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    /// <summary>Makes a key for a name; an earlier one that was made for it is no longer good.</summary>
    /// <returns>The key, which is told once and kept nowhere.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<string> MakeAsync(PersonName name, Sender by)
    {
        var key = BotKey.NewKey();
        await WriteAsync(new Sender(BotId.Of(name), name.Text), by, BotKey.Hash(key)).ConfigureAwait(false);
        return key;
    }

    /// <summary>The key that was made for a name is no longer good.</summary>
    /// <returns>False if none was made.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<bool> RevokeAsync(PersonName name, Sender by)
    {
        Bot? bot;
        lock (_gate) bot = _made.GetValueOrDefault(BotId.Of(name));
        if (bot is null) return false;
        await WriteAsync(bot.Who, by, hash: null).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether a bot may have a name: it must be nobody's, or that bot's already.</summary>
    public static Refusal? CheckName(People people, PersonName name)
    {
        // Clients take them out of an address, so a key of theirs could never be revoked.
        if (name.Text is "." or "..")
            return new Refusal(ErrorCode.BadName, "a bot isn't called by dots alone");
        return people.MayHave(BotId.Of(name), name)
            ? null
            : new Refusal(ErrorCode.NameTaken, $"«{name.Text}», or a name that looks like it, is somebody's");
    }

    /// <summary>Whether there can be another bot.</summary>
    public bool HasRoomFor(PersonName name)
    {
        lock (_gate) return _made.Count < Most || _made.ContainsKey(BotId.Of(name));
    }

    // A table looked up by hash tells nothing of a key by how long it takes.
    private Sender? Find(Dictionary<string, Sender> byHash, string key)
    {
        if (key.Length is 0 or > BotKey.MaxChars) return null;
        lock (_gate) return byHash.GetValueOrDefault(BotKey.Hash(key));
    }

    private async Task WriteAsync(Sender bot, Sender by, string? hash)
    {
        var draft = new Draft(EventKind.Bot, bot, Id: EventKind.Bot, Text: "")
        {
            Supersedes = true,
            On = hash is not null,
            Person = by,
            Secret = hash is null ? null : new EventSecret { Hash = hash },
        };
        var appended = await _log.AppendAsync(_stream, [draft]).ConfigureAwait(false);
        Fold(appended[0].Event!);
    }

    private void Fold(RoomEvent e)
    {
        lock (_gate)
        {
            if (_made.Remove(e.From.Id, out var known)) _byMadeHash.Remove(known.Hash);
            if (e is not { On: true, Secret.Hash: { } hash }) return;
            _made[e.From.Id] = new Bot(e.From, hash, e.At, e.Person!);
            _byMadeHash[hash] = e.From;
        }
    }
}
