using System.Globalization;
using System.Text;

namespace ChatServer.Tests.Support;

/// <summary>An export as JSON lines, as no room wrote it.</summary>
internal static class ExportFile
{
    /// <summary>So many messages, numbered from 1, all with that text.</summary>
    public static string Of(int events, string text)
    {
        var file = new StringBuilder();
        void Line(FormattableString json) =>
            file.Append(json.ToString(CultureInfo.InvariantCulture)).Append('\n');
        const string room = """
            "room":"old","epoch":"0123456789abcdef"
            """;
        const string said = """
            "kind":"message","from":{"id":"a","name":"Ann"}
            """;
        Line($$"""{"type":"export","version":1,{{room}},"head":{{events}},"at":1}""");
        for (var n = 1; n <= events; n++)
            Line($$"""{"type":"event","seq":{{n}},"at":{{n}},{{said}},"text":"{{text}}"}""");
        return file.Append(End(events)).Append('\n').ToString();
    }

    /// <summary>The last line.</summary>
    public static string End(int events) => $$"""{"type":"end","events":{{events}}}""";
}
