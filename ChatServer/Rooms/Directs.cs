using System.Runtime.InteropServices;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who has talked with whom, folded from the logs of all conversations of two; both are told of what is new.
/// Any thread may call it.
/// </summary>
public sealed class Directs : IRoomWatcher
{
    /// <summary>
    /// Most conversations that a person is told of; older ones are found by the other's name.
    /// </summary>
    public const int Listed = 50;

    private readonly People _people;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, Latest>> _byPerson = [];

    private Directs(People people) => _people = people;

    private readonly record struct Latest(string OtherId, long At, long Head);

    /// <summary>Folds the conversations from the log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<Directs> LoadAsync(IEventLog log, People people)
    {
        var directs = new Directs(people);
        foreach (var stream in log.Streams.Where(stream => DirectName.HasMark(stream.Name)))
        {
            var newest = await log.ReadAsync(stream, PageRequest.Newest(1, 0)).ConfigureAwait(false);
            if (newest.Events is [var last]) directs.Note(stream.Name, last.At, newest.Head);
        }
        return directs;
    }

    public void OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        if (!DirectName.TryParse(room.Name, out var two)) return;
        // What was said moves a conversation to the front; what becomes of it later doesn't.
        Note(room.Name, events.LastOrDefault(e => e.Kind == EventKind.Message)?.At, events[^1].Seq);
        if (events.All(e => e.Kind == EventKind.Rename)) return; // nobody said anything
        Tell(two.One, two.Other, room);
        Tell(two.Other, two.One, room);
    }

    /// <summary>
    /// Whether a room is a conversation that a person is in: with somebody who is known, or one that exists,
    /// which stays open also when nobody remembers the other one's name.
    /// </summary>
    /// <param name="room">Any name.</param>
    /// <param name="personId">The person.</param>
    public bool IsOpenTo(string room, string personId) =>
        DirectName.TryGetOther(room, personId, out var other)
        && (Has(room, personId) || _people.Find(other) is not null);

    /// <summary>A person's conversations, the latest first.</summary>
    public IReadOnlyList<DirectSummary> Of(string personId)
    {
        List<KeyValuePair<string, Latest>> latest;
        lock (_gate)
        {
            if (!_byPerson.TryGetValue(personId, out var rooms)) return [];
            latest = [.. rooms.OrderByDescending(room => room.Value.At).Take(Listed)];
        }
        return [.. latest.Select(room =>
            new DirectSummary(room.Key, _people.Known(room.Value.OtherId), room.Value.Head))];
    }

    /// <summary>Names of all conversations that a person has, in no order.</summary>
    public IReadOnlyList<string> NamesOf(string personId)
    {
        lock (_gate) return _byPerson.TryGetValue(personId, out var rooms) ? [.. rooms.Keys] : [];
    }

    private bool Has(string room, string personId)
    {
        lock (_gate) return _byPerson.TryGetValue(personId, out var rooms) && rooms.ContainsKey(room);
    }

    private void Tell(string personId, string otherId, Room room)
    {
        var connections = _people.ConnectionsOf(personId);
        if (connections.Count == 0) return;
        var other = _people.Known(otherId);
        foreach (var connection in connections) connection.OnDirect(room, other);
    }

    private void Note(string room, long? at, long head)
    {
        if (!DirectName.TryParse(room, out var two)) return;
        lock (_gate)
        {
            Note(two.One, two.Other);
            Note(two.Other, two.One);
        }

        void Note(string personId, string otherId)
        {
            ref var rooms = ref CollectionsMarshal.GetValueRefOrAddDefault(_byPerson, personId, out _);
            rooms ??= [];
            rooms[room] = new Latest(otherId, at ?? rooms.GetValueOrDefault(room).At, head);
        }
    }
}
