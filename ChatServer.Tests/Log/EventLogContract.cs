using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Log;

/// <summary>What every <see cref="IEventLog"/> keeps to. A fixture for one log derives from it and says how that log is opened.</summary>
public abstract partial class EventLogContract
{
    protected const int AnyBytes = int.MaxValue;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    protected long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    protected static Sender Ann { get; } = new("ann", "ANN");

    protected IEventLog EventLog { get; set; } = null!;

    [SetUp]
    public void OpenLog() => EventLog = OpenNew();

    [TearDown]
    public async Task CloseLog() => await EventLog.DisposeAsync();

    /// <summary>A log with nothing in it.</summary>
    protected abstract IEventLog OpenNew();

    protected static Draft Said(string text, string? id = null, string person = "ann") =>
        new(EventKind.Message, new Sender(person, person.ToUpperInvariant()), id, text);

    /// <summary>As many drafts, which say their numbers.</summary>
    protected static Draft[] Numbered(int count, int first = 1) => [.. Enumerable.Range(first, count).Select(n => Said($"{n}"))];

    protected static Draft Edited(long? target, string text, string? id = null, string person = "ann") =>
        Said(text, id, person) with { Kind = EventKind.Edit, Target = target };

    protected static Draft Deleted(long? target, string? id = null) => Said("", id) with { Kind = EventKind.Delete, Target = target };

    protected static Draft Reacted(long? target, string emoji, string person = "ann", string? id = null, bool on = true) =>
        Said(emoji, id, person) with { Kind = EventKind.React, Target = target, On = on };

    /// <summary>An act of a host, with all that such an act can have.</summary>
    protected static Draft Did(string action) => Said("why") with
    {
        Kind = action,
        Person = new Sender("bob", "Bob"),
        Until = 1_795_500_000_000,
        Seconds = 600,
        On = true,
        Secret = new EventSecret { Addresses = ["192.168.1.30", "::1"], Hash = "hash" },
    };

    protected async Task<RoomEvent> AppendAsync(LogStream stream, Draft draft) =>
        (await AppendAllAsync(stream, draft)).Single().Event!;

    protected Task<IReadOnlyList<Appended>> AppendAllAsync(LogStream stream, params Draft[] drafts) =>
        EventLog.AppendAsync(stream, drafts).WaitAsync(ChatPeer.Patience);

    protected Task<EventPage> ReadAsync(LogStream stream, PageRequest request) =>
        EventLog.ReadAsync(stream, request).WaitAsync(ChatPeer.Patience);

    protected async Task<IReadOnlyList<RoomEvent>> ReadAllAsync(LogStream stream) =>
        (await ReadAsync(stream, PageRequest.After(0, int.MaxValue - 1, AnyBytes))).Events;

    protected async Task<IReadOnlyList<RoomEvent>> ReadSinceAsync(LogStream stream, long seq) =>
        (await ReadAsync(stream, PageRequest.Since(seq, int.MaxValue - 1, AnyBytes))).Events;

    protected Task<int> PurgeAsync(LogStream stream, DateTimeOffset before) =>
        EventLog.PurgeAsync(stream, before.ToUnixTimeMilliseconds()).WaitAsync(ChatPeer.Patience);

    protected static IEnumerable<long> Seqs(IEnumerable<RoomEvent> events) => events.Select(e => e.Seq);

    protected static IEnumerable<long> Range(long first, long last)
    {
        for (var seq = first; seq <= last; seq++) yield return seq;
    }
}
