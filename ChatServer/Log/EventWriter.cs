using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Writes events in the transaction that is open. Belongs to the writer's thread. What it numbers is
/// tentative until <see cref="Commit"/>; after <see cref="Rollback"/> the numbers are given again.
/// </summary>
internal sealed class EventWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly EventReader _reader;
    private readonly SearchIndex _index;
    private readonly ChangeWriter _changes;
    private readonly EventPurge _purge;
    private readonly RestoreWriter _restore;
    private readonly Statement _begin, _commit, _rollback, _insertStream, _insert, _findSuperseded,
        _removeSuperseded;
    private int _changesBefore;
    private readonly Dictionary<LogStream, long> _heads = [];
    private readonly List<LogStream> _newStreams = [];
    private readonly Stack<(LogStream Stream, long Row)> _rowsBefore = []; // of streams that moved

    public EventWriter(SqliteConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _reader = new EventReader(connection);
        _index = new SearchIndex(connection);
        _changes = new ChangeWriter(connection, _index);
        _purge = new EventPurge(connection, _index);
        _restore = new RestoreWriter(connection);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _insertStream = new Statement(
            connection, "INSERT INTO streams (name, epoch) VALUES ($name, $epoch) RETURNING id");
        _insert = new Statement(
            connection,
            """
            INSERT INTO events
                (key, stream, at, kind, person_id, person_name, client_id, text, detail, publish_key)
            VALUES ($key, $stream, $at, $kind, $person, $name, $id, $text, $detail, $called)
            ON CONFLICT (stream, person_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
            """);
        const string superseded = "WHERE stream = $stream AND person_id = $person AND client_id = $id";
        _findSuperseded = new Statement(connection, $"SELECT key FROM events {superseded}");
        _removeSuperseded = new Statement(connection, $"DELETE FROM events {superseded}");
    }

    /// <summary>
    /// Whether the transaction, or the one before it, removed text that must not stay on the disk.
    /// </summary>
    public bool HasErased { get; private set; }

    /// <summary>
    /// Whether the transaction has changed anything: of repeats and refusals alone, nothing comes to the
    /// disk.
    /// </summary>
    public bool HasWritten => SQLitePCL.raw.sqlite3_total_changes(_connection.Handle) != _changesBefore;

    public void Begin()
    {
        HasErased = false;
        _changesBefore = SQLitePCL.raw.sqlite3_total_changes(_connection.Handle);
        _begin.Run();
    }

    /// <summary>Where to go on with the search index: the streams that got something.</summary>
    public ISet<LogStream> Unindexed { get; } = new HashSet<LogStream>();

    /// <returns>The streams that had their first event.</returns>
    public IReadOnlyList<LogStream> Commit()
    {
        _commit.Run();
        foreach (var (stream, head) in _heads)
        {
            stream.Head = head;
            if (!stream.IsStaging) Unindexed.Add(stream);
        }
        _heads.Clear();
        _rowsBefore.Clear();
        if (_newStreams.Count == 0) return [];
        LogStream[] begun = [.. _newStreams];
        _newStreams.Clear();
        return begun;
    }

    public void Rollback()
    {
        foreach (var (stream, row) in _rowsBefore) stream.Row = row;
        _rowsBefore.Clear();
        foreach (var stream in _newStreams) stream.Row = 0;
        _newStreams.Clear();
        _heads.Clear();
        // A failed statement may have ended the transaction by itself (a full disk does).
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) _rollback.Run();
    }

    public Appended Append(LogStream stream, Draft draft)
    {
        // Not an exception, which would undo what others have written in the same transaction.
        if (_heads.GetValueOrDefault(stream, stream.Head) >= SqliteSchema.MaxSeq)
            return Repeated(stream, draft) ?? new Appended(null, AppendOutcome.Full);
        if (EventKind.IsChange(draft.Kind)) return AppendChange(stream, draft);
        if (_changes.FindByKey(stream, draft) is { } target)
        {
            return Repeated(stream, draft) ?? AppendChange(
                stream, new Draft(EventKind.Edit, draft.From, draft.Id, draft.Text) { Target = target });
        }
        if (draft.Reply is { } reply && !_changes.IsMessage(stream, reply))
            return Repeated(stream, draft) ?? new Appended(null, AppendOutcome.NoMessage);
        if (stream.Row == 0) Create(stream);
        if (draft is { Supersedes: true, Id: not null }) RemoveSuperseded(stream, draft);

        var (seq, at) = (Next(stream), Now());
        var isNew = _insert.Run(
            SqliteSchema.Key(stream.Row, seq), stream.Row, at, draft.Kind, draft.From.Id, draft.From.Name,
            draft.Id, draft.Text, EventDetail.Write(draft), draft.Key) > 0;
        return isNew ? Added(stream, draft, seq, at) : Repeated(stream, draft)!.Value;
    }

    /// <summary>Writes events as they stand; see <see cref="IEventLog.RestoreAsync"/>.</summary>
    public int? Restore(LogStream stream, IReadOnlyList<RoomEvent> events)
    {
        if (stream.Row == 0) Create(stream);
        for (var i = 0; i < events.Count; i++)
        {
            if (!_restore.Write(stream.Row, events[i])) return i;
            _heads[stream] = events[i].Seq;
        }
        return null;
    }

    /// <summary>Gives a stream all of another; see <see cref="IEventLog.AdoptAsync"/>.</summary>
    public bool Adopt(LogStream stream, LogStream from)
    {
        if (stream.Row != 0 || from.Row == 0) return stream.Row == 0;
        var (row, head) = (from.Row, _heads.GetValueOrDefault(from, from.Head));
        _restore.Rename(row, stream);
        Move(from, row: 0, head: 0);
        Move(stream, row, head);
        _newStreams.Add(stream);
        return true;
    }

    /// <summary>Removes a part of a stream; see <see cref="IEventLog.DropAsync"/>.</summary>
    public bool Drop(LogStream stream)
    {
        if (stream.Row == 0) return false;
        HasErased = true;
        if (_restore.Drop(stream.Row)) return true;
        Move(stream, row: 0, head: 0);
        return false;
    }

    /// <summary>Removes the oldest events; see <see cref="IEventLog.PurgeAsync"/>.</summary>
    public (int Count, bool More) Purge(LogStream stream, long unixMilliseconds)
    {
        if (stream.Row == 0) return (0, false);
        var head = _heads.GetValueOrDefault(stream, stream.Head);
        var (count, more) = _purge.Run(stream, head, unixMilliseconds);
        HasErased |= count > 0;
        return (count, more);
    }

    /// <summary>Takes the next messages of a stream into the index, in a transaction of its own.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public void FillIndex(LogStream stream, int limit)
    {
        var indexed = stream.Indexed;
        InTransaction(() => indexed = _index.Fill(stream.Row, indexed, stream.Head, limit));
        stream.Indexed = indexed;
    }

    /// <summary>Whether the index has yet to be written anew, without what was removed from it.</summary>
    public bool IsIndexUnclean => _index.IsUnclean;

    /// <summary>Goes on with that, in a transaction of its own.</summary>
    /// <returns>Whether it is done.</returns>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public bool CleanIndex()
    {
        var isDone = false;
        InTransaction(() => isDone = _index.Clean());
        if (isDone) _index.IsUnclean = false;
        return isDone;
    }

    /// <summary>Begins a new index, with nothing in it, in a transaction of its own.</summary>
    public void ClearIndex(IEnumerable<LogStream> streams)
    {
        try
        {
            InTransaction(_index.Clear);
        }
        catch (SqliteException)
        {
            InTransaction(_index.Abandon);
        }
        _index.IsUnclean = false;
        foreach (var stream in streams.Where(stream => !stream.IsStaging))
        {
            stream.Indexed = 0;
            Unindexed.Add(stream);
        }
    }

    /// <summary>
    /// Writes as much as the longest message, and takes it back: what is deleted is overwritten, so that the
    /// pages do go to the disk.
    /// </summary>
    public void Probe() => SqliteSchema.Run(
        _connection,
        $"""
        CREATE TABLE probe (x);
        INSERT INTO probe VALUES (zeroblob({LogLimits.ProbeBytes}));
        DROP TABLE probe
        """);

    public void Dispose()
    {
        _reader.Dispose();
        _index.Dispose();
        _changes.Dispose();
        _purge.Dispose();
        _restore.Dispose();
        foreach (var statement in new[]
            {
                _begin, _commit, _rollback, _insertStream, _insert, _findSuperseded, _removeSuperseded,
            })
        {
            statement.Dispose();
        }
    }

    // A repeat comes before a refusal: a deletion that is sent again finds its message deleted.
    private Appended AppendChange(LogStream stream, Draft draft)
    {
        if (Repeated(stream, draft) is { } repeated) return repeated;
        if (_changes.Refusal(stream, draft) is { } refusal) return new Appended(null, refusal);
        var (seq, at) = (Next(stream), Now());
        _changes.Write(stream, draft, seq, at);
        HasErased |= draft.Kind != EventKind.React;
        return Added(stream, draft, seq, at);
    }

    private Appended? Repeated(LogStream stream, Draft draft)
    {
        if (_reader.FindRepeated(stream, draft) is not { } known) return null;
        return known.Kind == draft.Kind
            ? new Appended(known, AppendOutcome.Repeat)
            : new Appended(null, AppendOutcome.IdTaken);
    }

    private Appended Added(LogStream stream, Draft draft, long seq, long at)
    {
        _heads[stream] = seq;
        var added = new RoomEvent(stream.Name, seq, at, draft.Kind, draft.From, draft.Id, draft.Text)
        {
            Reply = draft.Reply,
            Files = draft.Files,
            Target = draft.Target,
            Person = draft.Person,
            Until = draft.Until,
            Seconds = draft.Seconds,
            On = draft.On,
            Called = draft.Called,
            Secret = draft.Secret,
            Key = draft.Key,
        };
        return new Appended(added, AppendOutcome.Added);
    }

    // What the index lacks after a power cut comes in again: no commit of it waits for the disk.
    private void InTransaction(Action write)
    {
        SqliteSchema.Run(_connection, "PRAGMA synchronous = NORMAL");
        try
        {
            _begin.Run();
            write();
            _commit.Run();
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) _rollback.Run();
            throw;
        }
        finally
        {
            SqliteSchema.Run(_connection, "PRAGMA synchronous = FULL");
        }
    }

    private void RemoveSuperseded(LogStream stream, Draft draft)
    {
        if (draft.Kind == EventKind.Message
            && _findSuperseded.Ask(stream.Row, draft.From.Id, draft.Id) is long key)
        {
            _index.Remove(stream.Indexed, key);
        }
        _removeSuperseded.Run(stream.Row, draft.From.Id, draft.Id);
    }

    private long Next(LogStream stream) => _heads.GetValueOrDefault(stream, stream.Head) + 1;

    private void Move(LogStream stream, long row, long head)
    {
        _rowsBefore.Push((stream, stream.Row));
        (stream.Row, _heads[stream]) = (row, head);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Create(LogStream stream)
    {
        stream.Row = (long)_insertStream.Ask(stream.Name, stream.Epoch)!;
        _newStreams.Add(stream);
    }
}
