using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// The tables, and how an older file becomes one of today. A migration is never changed once it has been
/// released.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>
    /// «ChSv» in the file header, so that another program's database is not taken for a log.
    /// </summary>
    public const int ApplicationId = 0x43685376;

    // events.key is stream × 2^40 + seq: one B-tree holds every stream in order of its numbers, and a page is
    // one range scan.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE streams (
            id    INTEGER PRIMARY KEY,
            name  TEXT    NOT NULL UNIQUE,
            epoch TEXT    NOT NULL,
            floor INTEGER NOT NULL DEFAULT 0 -- events up to this number have been purged
        ) STRICT;
        CREATE TABLE events (
            key         INTEGER PRIMARY KEY,
            stream      INTEGER NOT NULL REFERENCES streams (id),
            at          INTEGER NOT NULL, -- Unix milliseconds
            kind        TEXT    NOT NULL,
            person_id   TEXT    NOT NULL,
            person_name TEXT    NOT NULL,
            client_id   TEXT,
            text        TEXT    NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX events_once ON events (stream, person_id, client_id) WHERE client_id IS NOT NULL;
        """,
        """
        ALTER TABLE events ADD COLUMN edited  INTEGER; -- Unix milliseconds
        ALTER TABLE events ADD COLUMN deleted INTEGER; -- Unix milliseconds
        ALTER TABLE events ADD COLUMN detail  TEXT;    -- JSON; NULL for an ordinary message
        CREATE INDEX events_rules ON events (stream)
            WHERE kind <> 'message' AND kind IN ('topic', 'kick', 'mute', 'ban', 'lock', 'password', 'slow',
                                                 'hosts_only', 'host', 'archive');
        CREATE TABLE changes (
            key         INTEGER PRIMARY KEY, -- of the same numbers as in events
            stream      INTEGER NOT NULL REFERENCES streams (id),
            at          INTEGER NOT NULL,
            kind        TEXT    NOT NULL,
            person_id   TEXT    NOT NULL,
            person_name TEXT    NOT NULL,
            client_id   TEXT,
            target      INTEGER NOT NULL, -- seq of the message
            text        TEXT    NOT NULL, -- the emoji of a reaction; that of an edit is in the message only
            is_on       INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX changes_once ON changes (stream, person_id, client_id)
            WHERE client_id IS NOT NULL;
        CREATE TABLE reactions ( -- as they stand: what the changes come to
            message     INTEGER NOT NULL REFERENCES events (key),
            emoji       TEXT    NOT NULL,
            person_id   TEXT    NOT NULL,
            person_name TEXT    NOT NULL,
            since       INTEGER NOT NULL, -- key of the change
            emoji_since INTEGER NOT NULL, -- key of the change that was the first of this emoji
            PRIMARY KEY (message, emoji, person_id)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE events ADD COLUMN publish_key TEXT; -- what the author calls the message
        CREATE UNIQUE INDEX events_key ON events (stream, person_id, publish_key)
            WHERE publish_key IS NOT NULL;
        """,
        """
        CREATE INDEX events_files ON events (key) WHERE detail ->> 'files' IS NOT NULL;
        """,
        """
        DROP INDEX events_rules;
        CREATE INDEX events_rules ON events (stream)
            WHERE kind <> 'message' AND kind IN ('topic', 'kick', 'mute', 'ban', 'lock', 'password', 'slow',
                                                 'hosts_only', 'host', 'archive', 'hand');
        """,
        $"""
        ALTER TABLE streams ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0; -- events up to here are in search
        {Search}
        """,
    ];

    /// <summary>
    /// The index of the search: of the runs of characters (<see cref="SearchGrams"/>) which message has them,
    /// by key. It keeps no texts and no places, and what is taken out of it is overwritten.
    /// </summary>
    public const string Search =
        """
        CREATE VIRTUAL TABLE search USING fts5
            (grams, content = '', columnsize = 0, detail = none, prefix = '1 2', tokenize = 'ascii');
        INSERT INTO search (search, rank) VALUES ('secure-delete', 1)
        """;

    /// <summary>Whether an event is one that is searched.</summary>
    public const string IsFound = "kind = 'message' AND deleted IS NULL";

    /// <summary>
    /// Condition of <c>events_rules</c>, term for term: an event that holds until another. An ordinary
    /// message is out at its first comparison. A further kind needs a migration that makes the index anew.
    /// </summary>
    public const string IsRule =
        """
        kind <> 'message' AND kind IN ('topic', 'kick', 'mute', 'ban', 'lock', 'password', 'slow',
                                       'hosts_only', 'host', 'archive', 'hand')
        """;

    /// <summary>Condition of <c>events_files</c>, term for term: a message that has files.</summary>
    public const string HasFiles = "detail ->> 'files' IS NOT NULL";

    /// <summary>Number of the newest schema, as in <c>PRAGMA user_version</c>.</summary>
    public static int Newest => Migrations.Length;

    /// <summary>Key of an event in <c>events</c> or <c>changes</c>.</summary>
    public static long Key(long streamRow, long seq) => (streamRow << SeqBits) + seq;

    /// <summary>Number of an event, from its key.</summary>
    public static long Seq(long key) => key & MaxSeq;

    /// <summary>Largest number in a stream: 2^40 − 1, a thousand a second for 34 years.</summary>
    public const long MaxSeq = (1L << SeqBits) - 1;

    /// <summary>Whether an event can have that number.</summary>
    public static bool IsSeq(long seq) => seq is >= 1 and <= MaxSeq;

    /// <summary>Bits of a key that are the number; the others are the stream.</summary>
    public const int SeqBits = 40;

    /// <summary>Brings the file up to date, one migration a transaction.</summary>
    /// <exception cref="LogException">The file is from a newer version, or no log at all.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        Check(connection, path);
        for (var version = Number(connection, "PRAGMA user_version"); version < Newest; version++)
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, Migrations[version]);
            Run(connection, $"PRAGMA user_version = {version + 1}");
            Run(connection, $"PRAGMA application_id = {ApplicationId}");
            transaction.Commit();
        }
    }

    /// <summary>Reads the header without writing anything.</summary>
    /// <exception cref="LogException">The file is from a newer version, or no log at all.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        var version = Number(connection, "PRAGMA user_version");
        var application = Number(connection, "PRAGMA application_id");
        var tables = Number(connection, "SELECT COUNT(*) FROM sqlite_schema");
        if (application != ApplicationId && (application != 0 || version != 0 || tables != 0))
        {
            throw new LogException(
                $"{path} is a database of another program; nothing was changed. "
                + "Give another folder with --data.");
        }
        if (version > Newest)
        {
            throw new LogException(
                $"{path} was written by a newer ChatServer (schema {version}, this one knows {Newest}); "
                + "nothing was changed. Start the newer one, or give another folder with --data.");
        }
    }

    /// <summary>The tables of the log, without those of the search index, which can be made anew.</summary>
    public static List<string> LogTables(SqliteConnection connection)
    {
        var tables = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name <> 'search' AND name NOT LIKE 'search\_%' ESCAPE '\'
            """;
        using var row = command.ExecuteReader();
        while (row.Read()) tables.Add(row.GetString(0));
        return tables;
    }

    /// <summary>Runs SQL that takes no parameters and gives no rows.</summary>
    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
