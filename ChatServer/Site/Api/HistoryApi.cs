using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Reading what stands in a room: pages of history, polling, and long-polling (Comet), which is the same with
/// a wait.
/// </summary>
internal sealed class HistoryApi(House house, Access access)
{
    public void AddTo(RouteTable routes) => routes.Get("/api/rooms/{room}/messages", ReadAsync);

    private async Task<Answer> ReadAsync(Exchange exchange)
    {
        if (access.ToReadRoom(exchange, out _, out var room) is { } refusal)
            return Problems.Answer(exchange, refusal);
        if (Parameters.Read(exchange, out var problem) is not { } wanted)
            return Problems.Answer(exchange, problem!);
        var answer = wanted.Wait > TimeSpan.Zero
            ? await WaitAsync(exchange, room, wanted).ConfigureAwait(false)
            : await FindAsync(room, wanted).ConfigureAwait(false);
        return exchange.PrefersText
            ? Answer.Text(Lines(answer.Events))
            : Answer.Of(answer, ProtocolJson.Default.RoomEvents);
    }

    private async Task<RoomEvents> WaitAsync(Exchange exchange, Room room, Parameters wanted)
    {
        // Listening first: what comes between the reading and the waiting rings as well.
        var arrival = new Arrival();
        var member = new Member(Person.Stranger, Arrival.Bell.Instance, arrival);
        if (!house.Rooms.Watch(room, member)) return await FindAsync(room, wanted).ConfigureAwait(false);
        try
        {
            await Room.GoLiveAsync(member).ConfigureAwait(false);
            var found = await FindAsync(room, wanted).ConfigureAwait(false);
            if (found.Events.Count > 0) return found;
            await arrival.WaitAsync(wanted.Wait, house.Time, exchange.Ended).ConfigureAwait(false);
            return await FindAsync(room, wanted).ConfigureAwait(false);
        }
        finally
        {
            house.Rooms.Unwatch(room, member);
        }
    }

    private static async Task<RoomEvents> FindAsync(Room room, Parameters wanted)
    {
        if (wanted.Around is { } around)
        {
            var (events, older, newer) = await room.ReadAroundAsync(around, wanted.Limit)
                .ConfigureAwait(false);
            return new RoomEvents(room.Name, room.Epoch, room.Head, events, older) { Newer = newer };
        }
        if (wanted.After is not { } after)
        {
            var past = await room.ReadAsync(
                wanted.Before is { } before
                    ? PageRequest.Before(before, wanted.Limit, HouseLimits.PageBytes)
                    : PageRequest.Newest(wanted.Limit, HouseLimits.PageBytes)).ConfigureAwait(false);
            return new RoomEvents(room.Name, room.Epoch, past.Head, past.Events, past.More);
        }
        // Numbers of another epoch mean nothing here: everything that there is, is new.
        var isSame = wanted.Epoch is null || wanted.Epoch == room.Epoch;
        var from = isSame ? after : 0;
        var since = await room.ReadAsync(PageRequest.Since(from, wanted.Limit, HouseLimits.PageBytes))
            .ConfigureAwait(false);
        return new RoomEvents(room.Name, room.Epoch, since.Head, since.Events, since.More)
        {
            Recovered = isSame && from <= since.Head
                && (since.Events.Count == 0 ? from == since.Head : since.Events[0].Seq == from + 1),
        };
    }

    private static string Lines(IEnumerable<RoomEvent> events) =>
        string.Concat(events.Select(EventLine.Of).OfType<string>().Select(line => line + "\n"));
}
