using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// All rooms, by name. A room that nobody is in and nothing was said in is forgotten. Any thread may call it.
/// </summary>
public sealed class RoomRegistry : IDisposable
{
    /// <summary>Most rooms in a list.</summary>
    private const int ListedRooms = 200;

    /// <summary>
    /// How long a list is good; sorting ten thousand rooms for each of ten thousand visitors would be most of
    /// the work.
    /// </summary>
    private static readonly TimeSpan ListAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Room> _rooms = [];
    private readonly List<string> _permanent;
    private readonly bool _areFixed;
    private readonly IEventLog _log;
    private readonly List<IRoomWatcher> _followers; // shared with the rooms
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LongResumes _longResumes;
    private (IReadOnlyList<RoomSummary> Rooms, long MadeAt)? _list;

    /// <param name="permanent">Rooms that are always there, canonical names; people land in the
    /// first.</param>
    /// <param name="areFixed">Whether there are no others.</param>
    /// <param name="log">The log.</param>
    /// <param name="followers">Learn what happens in the rooms.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong in a room.</param>
    public RoomRegistry(
        IReadOnlyList<string> permanent, bool areFixed, IEventLog log, IReadOnlyList<IRoomWatcher> followers,
        TimeProvider time, ILogger logger)
    {
        _permanent = [.. permanent];
        _areFixed = areFixed;
        _log = log;
        _followers = [.. followers];
        _time = time;
        _logger = logger;
        _longResumes = new LongResumes(time);
        foreach (var name in permanent) Add(name, isPermanent: true);
        foreach (var stream in log.Streams)
        {
            // With fixed rooms, what was said in others stays in the log, out of sight.
            if (!areFixed && RoomName.TryParse(stream.Name, out var name) && !_rooms.ContainsKey(name))
                Add(name);
        }
    }

    /// <summary>Folds what hosts made in any room, also in those out of sight, whose bans hold.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task FoldRulesAsync(Bans bans)
    {
        foreach (var stream in _log.Streams)
        {
            if (!RoomName.TryParse(stream.Name, out var name)) continue;
            var rules = await _log.RulesAsync(stream).ConfigureAwait(false);
            foreach (var rule in rules) bans.Fold(rule);
            Find(name)?.Fold(rules);
        }
    }

    /// <summary>A further one learns what happens in the rooms. Before anything does.</summary>
    public void Follow(IRoomWatcher follower) => _followers.Add(follower);

    /// <summary>How many rooms there are, without private ones.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _rooms.Values.Count(room => !room.IsPrivate);
        }
    }

    /// <summary>All rooms that aren't private. Says nothing of who may be in.</summary>
    public IReadOnlyList<Room> Public
    {
        get
        {
            lock (_gate) return [.. _rooms.Values.Where(room => !room.IsPrivate)];
        }
    }

    /// <summary>
    /// The room of that name, if it is there; the name is canonical. Says nothing of who may be in.
    /// </summary>
    public Room? Find(string name)
    {
        lock (_gate) return _rooms.GetValueOrDefault(name);
    }

    /// <summary>
    /// Puts a member into a room, which is made if it isn't there. <see cref="Room.GoLiveAsync(Member)"/>
    /// makes it live. Whether they may is <see cref="Permission"/>'s to say, before.
    /// </summary>
    /// <returns>The room; <c>null</c> if it isn't there and rooms are fixed.</returns>
    public Room? Enter(string name, Member member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(name, out var room))
            {
                if (_areFixed && !PrivateName.HasMark(name)) return null;
                room = Add(name);
            }
            // Under the registry's lock, so that the room can't be forgotten in between.
            room.Enter(member);
            return room;
        }
    }

    /// <summary>Holds a room that nobody need be in, to post to it; it is made if it isn't there.</summary>
    /// <returns>To be disposed after the post; <c>null</c> if it isn't there and rooms are fixed.</returns>
    public RoomHold? Hold(string name)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(name, out var room))
            {
                if (_areFixed && !PrivateName.HasMark(name)) return null;
                room = Add(name);
            }
            room.Hold(true);
            return new RoomHold(room, Release);
        }
    }

    /// <summary>Has somebody listen who isn't in the room.</summary>
    /// <returns>False if the room was forgotten meanwhile.</returns>
    public bool Watch(Room room, Member member)
    {
        lock (_gate)
        {
            if (Find(room.Name) != room) return false;
            room.Watch(member);
            return true;
        }
    }

    /// <summary>Somebody listens no longer.</summary>
    public void Unwatch(Room room, Member member)
    {
        room.Unwatch(member);
        ForgetIfVacant(room);
    }

    private void Release(Room room)
    {
        lock (_gate) room.Hold(false);
        ForgetIfVacant(room);
    }

    /// <summary>Takes a member out of a room.</summary>
    public void Leave(Room room, Member member)
    {
        room.Leave(member);
        ForgetIfVacant(room);
    }

    private void ForgetIfVacant(Room room)
    {
        lock (_gate)
        {
            // Two who leave last together both find it vacant; by then there may be another of the name.
            if (room.IsVacant && Find(room.Name) == room) _rooms.Remove(room.Name);
        }
    }

    /// <summary>
    /// The permanent rooms in their order, then the others, the fullest and then the busiest first; at most a
    /// second old.
    /// </summary>
    public IReadOnlyList<RoomSummary> List()
    {
        lock (_gate)
        {
            if (_list is { } list && _time.GetElapsedTime(list.MadeAt) < ListAge) return list.Rooms;
            var others = InOrder(_rooms.Values.Where(room => !room.IsPermanent && IsListed(room)));
            IReadOnlyList<RoomSummary> made =
            [
                .. _permanent.Select(name => _rooms[name].Summary).Concat(others)
                    .Take(Math.Max(ListedRooms, _permanent.Count)),
            ];
            _list = (made, _time.GetTimestamp());
            return made;
        }
    }

    /// <summary>Those of all rooms that are listed whose name has a text in it, in the same order.</summary>
    /// <param name="part">Of a name, in any case and form (NFKC).</param>
    public IReadOnlyList<RoomSummary> List(string part)
    {
        if (!RoomName.TryParse(part, out var wanted)) return [];
        List<Room> found;
        lock (_gate)
        {
            found = [.. _rooms.Values.Where(room =>
                IsListed(room) && room.Name.Contains(wanted, StringComparison.Ordinal))];
        }
        return [.. InOrder(found).Take(ListedRooms)];
    }

    private static bool IsListed(Room room) => room is { IsPrivate: false, Rules.IsArchived: false };

    private static IEnumerable<RoomSummary> InOrder(IEnumerable<Room> rooms) => rooms
        .Select(room => (room.Summary, room.Head))
        .OrderByDescending(room => room.Summary.People).ThenByDescending(room => room.Head)
        .ThenBy(room => room.Summary.Name, StringComparer.Ordinal)
        .Select(room => room.Summary);

    /// <summary>
    /// Removes what is older from every room, conversation and ticket, also from those out of sight.
    /// </summary>
    /// <returns>How many events.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<int> PurgeAsync(DateTimeOffset before)
    {
        var purged = 0;
        foreach (var stream in _log.Streams)
        {
            if (!RoomName.TryParse(stream.Name, out _) && !PrivateName.HasMark(stream.Name)) continue;
            purged += await _log.PurgeAsync(stream, before.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        }
        return purged;
    }

    /// <summary>Completes when every room has sent what was posted to it.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate) return Task.WhenAll([.. _rooms.Values.Select(room => room.WhenIdleAsync())]);
    }

    public void Dispose() => _longResumes.Dispose();

    private Room Add(string name, bool isPermanent = false)
    {
        var room = new Room(name, isPermanent, _log, _followers, _longResumes, _time, _logger);
        _rooms.Add(name, room);
        return room;
    }
}

/// <summary>A room that isn't forgotten as long as this isn't disposed.</summary>
public sealed class RoomHold(Room room, Action<Room> release) : IDisposable
{
    private Action<Room>? _release = release;

    public Room Room => room;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke(room);
}
