using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Keys that admins made, folded from a stream of the log: whoever shows one is who it was made for. Of a key
/// only the hash is kept. Any thread may call it.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="streamName">Not a room name, so no room can have it.</param>
/// <param name="kind">One of <see cref="EventKind"/>.</param>
internal sealed class KeyRing(IEventLog log, string streamName, string kind)
{
    /// <summary>Keys that there can be.</summary>
    public const int Most = 1_000;

    private readonly LogStream _stream = log.Open(streamName);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeyHolder> _byHash = [];
    private readonly Dictionary<string, KeyHolder> _byId = [];

    /// <summary>All who have one.</summary>
    public IReadOnlyList<KeyHolder> All
    {
        get
        {
            lock (_gate) return [.. _byId.Values];
        }
    }

    /// <summary>Folds the keys from the log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task LoadAsync()
    {
        await foreach (var e in WholeStream.ReadAsync(log, _stream).ConfigureAwait(false)) Fold(e);
    }

    /// <summary>Who has a key; <c>null</c> if nobody does.</summary>
    // A table looked up by hash tells nothing of a key by how long it takes.
    public KeyHolder? Find(string key)
    {
        if (key.Length is 0 or > AccessKey.MaxChars) return null;
        lock (_gate) return _byHash.GetValueOrDefault(AccessKey.Hash(key));
    }

    /// <summary>Who has that id, if they have a key.</summary>
    public KeyHolder? FindHolder(string id)
    {
        lock (_gate) return _byId.GetValueOrDefault(id);
    }

    /// <summary>Whether somebody can have another key, or one instead of theirs.</summary>
    public bool HasRoomFor(string id)
    {
        lock (_gate) return _byId.Count < Most || _byId.ContainsKey(id);
    }

    /// <summary>Makes a key for somebody; an earlier one of theirs is no longer good.</summary>
    /// <param name="who">Whom for.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="terms">Of an agent: what they do.</param>
    /// <returns>The key, which is told once and kept nowhere.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<string> MakeAsync(Sender who, Sender by, AgentTerms? terms = null)
    {
        var key = AccessKey.NewKey();
        await WriteAsync(who, by, new EventSecret { Hash = AccessKey.Hash(key), Agent = terms })
            .ConfigureAwait(false);
        return key;
    }

    /// <summary>Somebody's key is no longer good.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<bool> RevokeAsync(string id, Sender by)
    {
        if (FindHolder(id) is not { } holder) return false;
        await WriteAsync(holder.Who, by, secret: null).ConfigureAwait(false);
        return true;
    }

    private async Task WriteAsync(Sender who, Sender by, EventSecret? secret)
    {
        var draft = new Draft(kind, who, Id: kind, Text: "")
        {
            Supersedes = true,
            On = secret is not null,
            Person = by,
            Secret = secret,
        };
        var appended = await log.AppendAsync(_stream, [draft]).ConfigureAwait(false);
        Fold(appended[0].Event!);
    }

    private void Fold(RoomEvent e)
    {
        lock (_gate)
        {
            if (_byId.Remove(e.From.Id, out var known)) _byHash.Remove(known.Hash);
            if (e is not { On: true, Secret.Hash: { } hash }) return;
            var holder = new KeyHolder(e.From, hash, e.At, e.Person!, e.Secret.Agent);
            (_byId[e.From.Id], _byHash[hash]) = (holder, holder);
        }
    }
}

/// <summary>Who has a key.</summary>
/// <param name="Who">Under the name that it was made for.</param>
/// <param name="Hash">Of the key.</param>
/// <param name="MadeAt">When, in Unix milliseconds.</param>
/// <param name="By">Who made it.</param>
/// <param name="Terms">Of an agent: what they do.</param>
internal sealed record KeyHolder(Sender Who, string Hash, long MadeAt, Sender By, AgentTerms? Terms);
