using System.Buffers;
using System.Text;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>Frames for people at a terminal: <c>Ann: hi</c>. Who comes, goes and types isn't told.</summary>
public sealed class TextEncoding : IEncoding
{
    public static readonly TextEncoding Instance = new();

    private TextEncoding()
    {
    }

    public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events)
    {
        var frames = new ArrayBufferWriter<byte>();
        foreach (var e in events)
        {
            if (EventLine.Of(e) is { } line)
                Transport.Frame.AppendText(frames, Encoding.UTF8.GetBytes(Printable(Indented(line))));
        }
        return frames.WrittenMemory;
    }

    /// <summary>A line as one frame.</summary>
    public static ReadOnlyMemory<byte> Frame(string line) =>
        Transport.Frame.Encode(Opcode.Text, Encoding.UTF8.GetBytes(Printable(Indented(line))));

    public ReadOnlyMemory<byte> Encode(PeopleDelta delta) => ReadOnlyMemory<byte>.Empty;

    public ReadOnlyMemory<byte> Encode(Typing typing) => ReadOnlyMemory<byte>.Empty;

    // A further line of a message must not look like somebody's own.
    private static string Indented(string text) => text.Replace("\n", "\n  ", StringComparison.Ordinal);

    // A message must not move the cursor of the terminal that shows it, turn the direction of its text, or
    // worse.
    private static string Printable(string text) =>
        string.Create(text.Length, text, static (printable, source) =>
        {
            for (var i = 0; i < printable.Length; i++)
                printable[i] = IsHarmless(source[i]) ? source[i] : '\uFFFD';
        });

    private static bool IsHarmless(char c) => c switch
    {
        '\n' or '\t' => true,
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029' => false,
        _ => !char.IsControl(c),
    };
}
