using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// What is kept of people: a stream with one event for each person and kind, the newest. What isn't renewed
/// for a year is forgotten at the next start. Any thread may call it.
/// </summary>
internal sealed class PeopleLog(IEventLog log, TimeProvider time, ILogger logger)
{
    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":names";

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(365);

    private readonly LogStream _stream = log.Open(StreamName);

    /// <summary>Random, and the same as long as the stream is there.</summary>
    public string Salt => _stream.Epoch;

    /// <summary>Gives all events, in order.</summary>
    /// <exception cref="LogException">The log can't be read, or not written.</exception>
    public async Task ReadAsync(Action<RoomEvent> fold)
    {
        var oldest = time.GetUtcNow() - MaxAge;
        await log.PurgeAsync(_stream, oldest.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        await foreach (var e in WholeStream.ReadAsync(log, _stream).ConfigureAwait(false)) fold(e);
    }

    /// <summary>Writes an event in place of the person's earlier one of the kind. Never waits.</summary>
    public void Write(string kind, Sender person, bool? on = null, string? hash = null) =>
        _ = AppendAsync(new Draft(kind, person, Id: kind, Text: "")
        {
            Supersedes = true,
            On = on,
            Secret = hash is null ? null : new EventSecret { Hash = hash },
        });

    private async Task AppendAsync(Draft draft)
    {
        try
        {
            await log.AppendAsync(_stream, [draft]).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            // It holds until the server stops; the log itself has said what is wrong.
            logger.Warning(
                "The {Kind} of {Person} could not be written down: {Reason}",
                draft.Kind, draft.From.Id, e.Message);
        }
    }
}
