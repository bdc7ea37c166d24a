namespace ChatServer.Rooms;

/// <summary>
/// The members of a room, and sending to all of them. Any thread may enter and leave; only the room's pump
/// sends, one thread at a time.
/// </summary>
internal sealed class Audience
{
    private readonly Lock _gate = new();
    private readonly List<Member> _members = [];
    private int _version;

    // The pump's own: who was there at the last broadcast.
    private Member[] _sentTo = [];
    private int _sentToCount;
    private int _sentToVersion = -1;

    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _members.Count == 0;
        }
    }

    public void Enter(Member member)
    {
        lock (_gate)
        {
            member.Index = _members.Count;
            _members.Add(member);
            _version++;
        }
    }

    public void Leave(Member member)
    {
        lock (_gate)
        {
            var last = _members[^1];
            _members[member.Index] = last;
            last.Index = member.Index;
            _members.RemoveAt(_members.Count - 1);
            _version++;
        }
    }

    /// <returns>How many members it went to.</returns>
    public int Send(Broadcast broadcast)
    {
        lock (_gate)
        {
            if (_sentToVersion != _version)
            {
                if (_sentTo.Length < _members.Count) _sentTo = new Member[_members.Capacity];
                _members.CopyTo(_sentTo);
                if (_sentToCount > _members.Count)
                    Array.Clear(_sentTo, _members.Count, _sentToCount - _members.Count);
                (_sentToCount, _sentToVersion) = (_members.Count, _version);
            }
        }
        for (var i = 0; i < _sentToCount; i++) _sentTo[i].Deliver(broadcast);
        return _sentToCount;
    }
}
