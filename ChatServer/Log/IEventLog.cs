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
    /// Whether the log can be written. While the last write failed, asking tries another one, which leaves
    /// nothing behind, every 3 s at most; the first write that succeeds makes it well again.
    /// </summary>
    /// <returns>Why the last write failed, in words without paths or names; <c>null</c> if it
    /// succeeded.</returns>
    Task<string?> CheckAsync();

    /// <summary>
    /// The stream of that name. A new one exists in the log from its first event on; until then the caller
    /// keeps it, and opens no second one of the same name.
    /// </summary>
    LogStream Open(string name);

    /// <summary>
    /// Appends a batch whole, or not at all. Batches of one stream are taken in the order of the calls.
    /// </summary>
    /// <remarks> A draft that changes an earlier message (<see cref="EventKind.IsChange"/>) does so in the
    /// same transaction: what is read from then on has the outcome. Deleted text is overwritten. </remarks>
    /// <returns>For each draft the event that stands in the log for it, when it is safe on disk; or why there
    /// is none.</returns>
    /// <exception cref="LogException">The log cannot write; nothing of the batch is in it.</exception>
    Task<IReadOnlyList<Appended>> AppendAsync(LogStream stream, IReadOnlyList<Draft> batch);

    /// <summary>Reads events in order of their numbers.</summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    Task<EventPage> ReadAsync(LogStream stream, PageRequest request);

    /// <summary>
    /// Reads single events, in order of their numbers, until <paramref name="limitBytes"/> are reached; those
    /// that don't exist are left out.
    /// </summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    Task<EventPage> FindAsync(LogStream stream, IReadOnlyList<long> seqs, int limitBytes);

    /// <summary>The event of that person and client's id; <c>null</c> if there is none.</summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    Task<RoomEvent?> FindAsync(LogStream stream, string personId, string id);

    /// <summary>
    /// Finds messages by what they, or the names of their files, say now; all that is in the log is found.
    /// </summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    Task<SearchPage> SearchAsync(SearchRequest request);

    /// <summary>
    /// All events that hold until another (<see cref="EventKind.IsRule"/>), in order: what a room's rules are
    /// folded from.
    /// </summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    Task<IReadOnlyList<RoomEvent>> RulesAsync(LogStream stream);

    /// <summary>
    /// The files that any message has, each by the SHA-256 of its content (<see cref="Attachment.Sha256"/>).
    /// </summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    Task<IReadOnlySet<string>> FilesAsync();

    /// <summary>
    /// Removes events of before <paramref name="unixMilliseconds"/>, but those that hosts made, and the
    /// newest of each hand, which hold until they are taken back; the numbers are never given again.
    /// </summary>
    /// <exception cref="LogException">The log cannot write.</exception>
    Task<int> PurgeAsync(LogStream stream, long unixMilliseconds);

    /// <summary>
    /// A stream of no room, for events that are being brought in from elsewhere. Nobody else writes to it;
    /// what is left of one when the log is opened is removed.
    /// </summary>
    LogStream OpenStaging();

    /// <summary>
    /// Appends events as they stand: their numbers, which grow, their times, and what has become of them.
    /// </summary>
    /// <returns><c>null</c> if all are in the log; else the index of the first whose number, id or key is
    /// there already. The stream is of no use then.</returns>
    /// <exception cref="LogException">The log cannot write.</exception>
    Task<int?> RestoreAsync(LogStream staging, IReadOnlyList<RoomEvent> events);

    /// <summary>
    /// Gives a stream all that was brought in, in one instant, whole or not at all; the other has nothing
    /// then.
    /// </summary>
    /// <returns>False if there is, or ever was, an event in the stream.</returns>
    /// <exception cref="LogException">The log cannot write.</exception>
    Task<bool> AdoptAsync(LogStream stream, LogStream staging);

    /// <summary>Removes what was brought in and is not wanted.</summary>
    /// <exception cref="LogException">The log cannot write.</exception>
    Task DropAsync(LogStream staging);
}

/// <summary>An event that is not in the log yet, so without a number and a time.</summary>
/// <param name="Kind">One of <see cref="EventKind"/>.</param>
/// <param name="From">Who did it.</param>
/// <param name="Id">(stream, sender, id) is unique among changes of messages, and among all else: a second
/// draft with the same three is a repeat of the first. <c>null</c>: none.</param>
/// <param name="Text">What was said.</param>
public sealed record Draft(string Kind, Sender From, string? Id, string Text)
{
    /// <summary>The message that this one answers; it must be there, or its tombstone.</summary>
    public long? Reply { get; init; }

    /// <summary>The message that is changed; it must be there, and not deleted.</summary>
    public long? Target { get; init; }

    /// <summary>
    /// Of a message: names it for its author. If a message of theirs with that name stands, the draft becomes
    /// an edit of it.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Whether only the author of the target may change it.</summary>
    public bool ByAuthorOnly { get; init; }

    /// <summary>
    /// Whether it takes the place of the sender's earlier event of the same id, which is removed.
    /// </summary>
    public bool Supersedes { get; init; }

    /// <summary>Of a message: its files, which go with it when it is deleted.</summary>
    public IReadOnlyList<Attachment>? Files { get; init; }

    public Sender? Person { get; init; }
    public long? Until { get; init; }
    public int? Seconds { get; init; }
    public bool? On { get; init; }
    public bool? Called { get; init; }
    public EventSecret? Secret { get; init; }
}

/// <summary>What became of a draft.</summary>
/// <param name="Event">The event in the log; <c>null</c> if the draft was refused.</param>
/// <param name="Outcome">Whether it is new.</param>
public readonly record struct Appended(RoomEvent? Event, AppendOutcome Outcome);

/// <summary>What can become of a draft.</summary>
public enum AppendOutcome
{
    /// <summary>It is in the log now, as a new event.</summary>
    Added,

    /// <summary>It was there before, so must not be delivered again.</summary>
    Repeat,

    /// <summary>
    /// Refused: its target isn't a message that stands, or what it replies to isn't a message.
    /// </summary>
    NoMessage,

    /// <summary>Refused: its target is somebody else's.</summary>
    NotYours,

    /// <summary>Refused: its target has all the reactions that a message can have.</summary>
    TooManyReactions,

    /// <summary>Refused: the sender has given the id to something of another kind.</summary>
    IdTaken,

    /// <summary>Refused: the stream has all the events that one can have.</summary>
    Full,
}

/// <summary>
/// The log cannot do what was asked: a full disk, a damaged file, a folder in use. The message is one clear
/// line.
/// </summary>
public sealed class LogException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static LogException Closed() => new("The log is closed.");
}
