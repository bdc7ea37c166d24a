using System.Collections.Concurrent;

namespace ChatServer.Rooms;

/// <summary>Counts what is refused, by code. Any thread may call it.</summary>
public sealed class RefusalCounts
{
    private readonly ConcurrentDictionary<string, long> _byCode = [];

    /// <param name="code">One of <see cref="Protocol.ErrorCode"/>.</param>
    public void Count(string code) => _byCode.AddOrUpdate(code, 1, static (_, count) => count + 1);

    /// <summary>How often that was the reason since the start.</summary>
    public long this[string code] => _byCode.GetValueOrDefault(code);
}
