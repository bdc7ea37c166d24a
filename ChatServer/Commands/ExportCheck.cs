using System.Text;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary>Sees an export go by, how far it is, and whether its end came.</summary>
internal sealed class ExportCheck(string format)
{
    /// <summary>The first line, and the last, are far shorter.</summary>
    private const int KeptBytes = 1024;

    private readonly List<byte> _first = [];
    private byte[] _last = [];
    private long _lines;

    /// <summary>Events so far; <c>null</c> where they can't be told apart.</summary>
    public long? Events => format == "jsonl" ? Math.Max(0, _lines - 1) : null;

    /// <summary>Number of the last event, as the first line says.</summary>
    public long? Head { get; private set; }

    /// <summary>What is missing; <c>null</c> if the export is whole.</summary>
    public string? Problem
    {
        get
        {
            var end = Encoding.UTF8.GetString(_last);
            var isWhole = format switch
            {
                "jsonl" => end.EndsWith($"\n{LastLine(_lines - 2)}\n", StringComparison.Ordinal),
                "html" => end.EndsWith("</html>\n", StringComparison.Ordinal),
                // No message begins a line like that: each of its own begins with «>».
                _ => end.EndsWith(" events.\n", StringComparison.Ordinal)
                    && end.Contains("\n---\n\nEnd of the export: ", StringComparison.Ordinal),
            };
            return isWhole ? null : "the connection was lost, or the server's log can't be read";
        }
    }

    public void Add(ReadOnlySpan<byte> part)
    {
        if (Head is null && format == "jsonl" && _first.Count < KeptBytes) ReadHead(part);
        _lines += part.Count((byte)'\n');
        byte[] last = [.. _last, .. part[Math.Max(0, part.Length - KeptBytes)..]];
        _last = last[Math.Max(0, last.Length - KeptBytes)..];
    }

    private static string LastLine(long events) =>
        Encoding.UTF8.GetString(ProtocolJson.Bytes(new ExportEnd(events), ProtocolJson.Default.ExportEnd));

    private void ReadHead(ReadOnlySpan<byte> part)
    {
        _first.AddRange(part[..Math.Min(part.Length, KeptBytes)]);
        var end = _first.IndexOf((byte)'\n');
        if (end < 0) return;
        // If it is none, that is told at the end.
        var line = _first.ToArray().AsSpan(0, end);
        Head = ProtocolJson.ReadOrNull(line, ProtocolJson.Default.ExportHead)?.Head;
    }
}
