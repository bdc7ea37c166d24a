using System.Runtime.InteropServices;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who has talked with whom, folded from the logs of all conversations of two. Any thread may call it.
/// </summary>
public sealed class Directs
{
    /// <summary>Most conversations that a person is told of; older ones are found by the other's name.</summary>
    public const int Listed = 50;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, Latest>> _byPerson = [];

    private readonly record struct Latest(string OtherId, long At, long Head);

    /// <summary>Folds the conversations from the log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<Directs> LoadAsync(IEventLog log)
    {
        var directs = new Directs();
        foreach (var stream in log.Streams.Where(stream => DirectName.IsMeant(stream.Name)))
        {
            var newest = await log.ReadAsync(stream, PageRequest.Newest(1, 0)).ConfigureAwait(false);
            if (newest.Events is [var last]) directs.Said(stream.Name, last with { Seq = newest.Head });
        }
        return directs;
    }

    /// <summary>The newest of a conversation is in the log.</summary>
    public void Said(string room, RoomEvent last)
    {
        if (!DirectName.TryParse(room, out var two)) return;
        lock (_gate)
        {
            Of(two.One)[room] = new Latest(two.Other, last.At, last.Seq);
            Of(two.Other)[room] = new Latest(two.One, last.At, last.Seq);
        }
    }

    /// <summary>A person's conversations, the latest first.</summary>
    public IReadOnlyList<DirectSummary> Of(string personId, People people)
    {
        List<KeyValuePair<string, Latest>> latest;
        lock (_gate)
        {
            if (!_byPerson.TryGetValue(personId, out var rooms)) return [];
            latest = [.. rooms.OrderByDescending(room => room.Value.At).Take(Listed)];
        }
        return [.. latest.Select(room =>
            new DirectSummary(room.Key, people.Known(room.Value.OtherId), room.Value.Head))];
    }

    private Dictionary<string, Latest> Of(string personId)
    {
        ref var rooms = ref CollectionsMarshal.GetValueRefOrAddDefault(_byPerson, personId, out _);
        return rooms ??= [];
    }
}
