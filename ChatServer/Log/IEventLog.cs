using ChatServer.Protocol;

namespace ChatServer.Log;

/// <summary>
/// The only truth: streams of events, each numbered 1, 2, 3… An event is delivered to nobody before it is in
/// here. All members may be called from any thread.
/// </summary>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>Every stream that has, or ever had, an event.</summary>
    IReadOnlyCollection<LogStream> Streams { get; }

    /// <summary>
    /// The stream of that name. A new one exists in the log from its first event on; until then the caller
    /// keeps it, and opens no second one of the same name.
    /// </summary>
    LogStream Open(string name);

    /// <summary>
    /// Appends a batch whole, or not at all. Batches of one stream are taken in the order of the calls.
    /// </summary>
    /// <returns>For each draft the event that stands in the log for it, when it is safe on disk.</returns>
    /// <exception cref="LogException">The log cannot write; nothing of the batch is in it.</exception>
    Task<IReadOnlyList<Appended>> AppendAsync(LogStream stream, IReadOnlyList<Draft> batch);

    /// <summary>Reads events in order of their numbers.</summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    Task<EventPage> ReadAsync(LogStream stream, PageRequest request);

    /// <summary>
    /// Removes events of before <paramref name="unixMilliseconds"/>; the numbers are never given again.
    /// </summary>
    /// <exception cref="LogException">The log cannot write.</exception>
    Task<int> PurgeAsync(LogStream stream, long unixMilliseconds);
}

/// <summary>An event that is not in the log yet, so without a number and a time.</summary>
/// <param name="Kind">One of <see cref="EventKind"/>.</param>
/// <param name="From">Who did it.</param>
/// <param name="Id">(stream, sender, id) is unique: a second draft with the same three is a repeat of the
/// first. <c>null</c>: none.</param>
/// <param name="Text">What was said.</param>
public sealed record Draft(string Kind, Sender From, string? Id, string Text);

/// <summary>What became of a draft.</summary>
/// <param name="Event">The event in the log.</param>
/// <param name="IsRepeat">True if it was there before, so must not be delivered again.</param>
public readonly record struct Appended(RoomEvent Event, bool IsRepeat);

/// <summary>
/// The log cannot do what was asked: a full disk, a damaged file, a folder in use. The message is one clear
/// line.
/// </summary>
public sealed class LogException(string message, Exception? inner = null) : Exception(message, inner);
