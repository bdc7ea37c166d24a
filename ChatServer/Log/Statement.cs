using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// A prepared statement; its parameters are given in the order in which they first stand in the SQL. Belongs
/// to whoever has the connection.
/// </summary>
internal sealed partial class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct())
            _command.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    /// <returns>How many rows it changed.</returns>
    public int Run(params ReadOnlySpan<object?> values) => With(values).ExecuteNonQuery();

    /// <returns>The first column of the first row; <c>null</c> if there is none, or NULL in it.</returns>
    public object? Ask(params ReadOnlySpan<object?> values) =>
        With(values).ExecuteScalar() is var value and not DBNull ? value : null;

    public SqliteDataReader Query(params ReadOnlySpan<object?> values) => With(values).ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteCommand With(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return _command;
    }

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Parameter();
}
