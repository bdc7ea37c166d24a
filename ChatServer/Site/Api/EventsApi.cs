using System.Net;
using System.Runtime.CompilerServices;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>
/// Server-sent events: the events of a room as they happen. <c>Last-Event-ID</c>, or <c>after</c> and
/// <c>epoch</c>, resume without a gap. For who would rather read lines, lines.
/// </summary>
internal sealed class EventsApi(House house, Access access, OpenStreams streams)
{
    /// <summary>Bytes that may wait for a slow client, as for a WebSocket.</summary>
    private const int OutletBytes = 1 << 20;

    // One for all who listen to a room, so that a batch is encoded once.
    private readonly ConditionalWeakTable<Room, EventStreamEncoding> _encodings = [];

    public void AddTo(RouteTable routes) => routes.Get("/api/rooms/{room}/events", Open);

    private Answer Open(Exchange exchange)
    {
        if (access.ToReadRoom(exchange, out var reader, out var room) is { } refusal)
            return Problems.Answer(exchange, refusal);
        if (ReadResume(exchange, out var after, out var epoch) is { } problem)
            return Problems.Answer(exchange, problem);
        var type = exchange.PrefersText ? "text/plain; charset=utf-8" : "text/event-stream";
        return Answer
            .Stream(type, (stream, ended) => WriteAsync(exchange, reader, room, after, epoch, stream, ended))
            // nginx would gather what is to go out at once.
            .With("X-Accel-Buffering", "no");
    }

    private static Refusal? ReadResume(Exchange exchange, out long? after, out string? epoch)
    {
        (after, epoch) = (null, null);
        if (exchange.Header("Last-Event-ID") is { Length: > 0 } id)
        {
            if (!EventStreamEncoding.TryParse(id, out var seq, out epoch))
                return new Refusal(ErrorCode.BadMessage, "Last-Event-ID is an id that a stream gave");
            after = seq;
            return null;
        }
        if (Parameters.Read(exchange, out var problem) is not { } wanted) return problem;
        (after, epoch) = (wanted.After, wanted.Epoch);
        return null;
    }

    private async Task WriteAsync(
        Exchange exchange, Person reader, Room room, long? after, string? epoch, Stream stream,
        CancellationToken ended)
    {
        using var queue = new StreamQueue(OutletBytes, house.Time);
        using var open = streams.Open(queue);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ended, queue.Overflow);
        var events = _encodings.GetValue(room, static room => new EventStreamEncoding(room.Epoch));
        IEncoding encoding = exchange.PrefersText ? LineEncoding.Instance : events;
        var member = new Member(Person.Stranger, encoding, new StreamOutlet(queue));
        if (!house.Rooms.Watch(room, member)) return;
        var listener = new Listener(exchange.Network, room, queue);
        house.People.Watch(reader, listener);
        try
        {
            var going = GoLiveAsync(
                exchange, room, member, queue, after, epoch,
                page => exchange.PrefersText
                    ? encoding.Encode(page.Events)
                    : Begin(events, page, room, after));
            await PassOnAsync(queue, exchange.PrefersText, new OpenAnswer(stream, ending.Token))
                .ConfigureAwait(false);
            await going.ConfigureAwait(false);
        }
        finally
        {
            queue.End();
            house.People.Unwatch(reader, listener);
            house.Rooms.Unwatch(room, member);
        }
    }

    private static async Task GoLiveAsync(
        Exchange exchange, Room room, Member member, StreamQueue queue, long? after, string? epoch,
        Func<RoomPage, ReadOnlyMemory<byte>> encode)
    {
        try
        {
            // Without a place to resume from, it begins with what comes next.
            await room.GoLiveAsync(member, after ?? room.Head, epoch ?? room.Epoch, exchange.Network, encode)
                .ConfigureAwait(false);
        }
        catch (LogException)
        {
            queue.End(); // the client comes back
        }
    }

    private static ReadOnlyMemory<byte> Begin(
        EventStreamEncoding encoding, RoomPage page, Room room, long? after)
    {
        // What it resumes from if nothing comes: before the first of the page.
        var seq = page.Events.Count > 0 ? page.Events[0].Seq - 1 : page.Head;
        var isRecovered = after is not null && page.IsRecovered;
        var joined = new StreamJoined(room.Name, page.Epoch, page.Head, isRecovered);
        return encoding.Encode(joined, seq, page.Events);
    }

    private static async Task PassOnAsync(StreamQueue queue, bool isText, OpenAnswer answer)
    {
        var keepAlive = isText ? ReadOnlyMemory<byte>.Empty : EventStreamEncoding.KeepAlive;
        // The head goes out at once, whenever there is something to tell.
        if (!isText) await answer.WriteAsync(keepAlive).ConfigureAwait(false);
        await answer.PassOnAsync(queue, keepAlive, part => part).ConfigureAwait(false);
    }

    /// <summary>A stream of somebody who only reads: what ends it is that they may no longer.</summary>
    private sealed class Listener(IPAddress address, Room room, StreamQueue queue) : IPersonListener
    {
        public IPAddress Address => address;

        public void OnKicked(Room from, RoomEvent kick)
        {
            if (from == room) queue.End();
        }

        public void OnBanned(Ban ban) => queue.End();
    }
}
