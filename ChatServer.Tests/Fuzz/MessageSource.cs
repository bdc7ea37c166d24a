using System.Text;
using System.Text.Json;

namespace ChatServer.Tests.Fuzz;

/// <summary>Messages of the JSON protocol, nearly right: right fields with strange values, then strange characters in between.</summary>
internal sealed class MessageSource(Random random)
{
    private static readonly string[] Types = ["hello", "join", "leave", "say", "history", "rename", "rooms", "shout"];
    private static readonly string[] Fields = ["id", "name", "token", "room", "text", "after", "before", "epoch", "limit", "unknown", "type"];
    private static readonly string[] Rooms = ["lobby", "random", "大厅", "a", "b"];
    private static readonly string[] Names = ["Ann", "ａｎｎ", "Bob", "Ж", "👩‍👩‍👧"];

    private static readonly string[] Values =
    [
        "null", "true", "0", "1", "-1", "1.5", "1e999", "9223372036854775808", "2147483647", "[]", "{}", "[[[[1]]]]", "\"\"", "\" \"",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u200b\"", "\"e\\u0301\\u0301\\u0301\"", "\"\\ud83d\\ude00\"", "\"ﷺ\"", "\"İ\"", "\"\\u3164\"",
        "\"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"", "\"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"",
    ];

    private static readonly string[] Tokens =
        ["{", "}", "[", "]", "\"", "\\", ",", ":", "\\u", "\\ud800", "null", "1e5", "\u0000", "\u2028", "😀", "//", "/**/", "\"type\":", "\"a\":{"];

    public string Next()
    {
        var text = new StringBuilder(Message());
        if (random.Next(3) != 0) return text.ToString();
        for (var steps = random.Next(1, 4); steps > 0; steps--) Step(text);
        // Not so long that the connection ends.
        return text.Length > 10_000 ? text.ToString(0, 10_000) : text.ToString();
    }

    private string Message()
    {
        var type = Types[random.Next(Types.Length)];
        var fields = new List<string> { $"\"type\":\"{type}\"" };
        if (random.Next(4) != 0) fields.Add($"\"room\":{Quoted(Rooms)}");
        if (random.Next(2) == 0) fields.Add($"\"text\":{Quoted(Names)}");
        if (random.Next(3) == 0) fields.Add($"\"name\":{Quoted(Names)}");
        if (random.Next(4) == 0) fields.Add($"\"id\":\"{random.Next(100)}\"");
        if (type == "history") fields.Add($"\"{(random.Next(2) == 0 ? "before" : "after")}\":{random.Next(-1, 100)}");
        for (var strange = random.Next(3); strange > 0; strange--)
            fields.Insert(random.Next(fields.Count + 1), $"\"{Fields[random.Next(Fields.Length)]}\":{Values[random.Next(Values.Length)]}");
        if (random.Next(200) == 0) fields.Add($"\"text\":\"{new string('y', random.Next(16_000, 17_000))}\"");
        if (random.Next(500) == 0) fields.Add($"\"unknown\":{new string('[', 5_000)}");
        return $"{{{string.Join(',', fields)}}}";
    }

    private void Step(StringBuilder text)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                break;
            case 1:
                text.Length = at;
                break;
            case 2:
                text.Insert(at, (char)random.Next(0xD800));
                break;
            default:
                text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }

    private string Quoted(string[] values) => JsonSerializer.Serialize(values[random.Next(values.Length)]);
}
