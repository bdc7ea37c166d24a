using System.Text.RegularExpressions;
using NUglify.JavaScript.Syntax;

namespace ChatServer.Build;

/// <summary>
/// The texts that modules name: <c>'page.close'</c>; all of <c>error.</c> where one says
/// <c>`error.${code}`</c>; and, where one says <c>`${kind}.title`</c>, all of <c>keys.</c> if <c>'keys'</c>
/// is said anywhere.
/// </summary>
internal sealed partial class NamedTexts
{
    private readonly HashSet<string> _names;

    public NamedTexts(IReadOnlyList<string> sources)
    {
        var isMade = sources.Any(source => Made().IsMatch(source));
        _names =
        [
            .. from source in sources
               from quoted in Quoted().Matches(source)
               let name = quoted.Groups["name"].Value
               where isMade || name.Contains('.')
               select name.TrimEnd('.'),
        ];
    }

    /// <summary>Whether a text is named.</summary>
    public bool Names(string key)
    {
        for (var end = key.Length; end > 0; end = key.LastIndexOf('.', end - 1))
        {
            if (_names.Contains(key[..end])) return true;
        }
        return _names.Contains(LastWord().Replace(key, ""));
    }

    /// <summary>The texts of a table: <c>export const T = { 'key': { en: 'Text', zh: … } };</c>.</summary>
    public static IEnumerable<Text> In(string table) =>
        from entry in Properties(Script.All<ObjectLiteral>(Script.Parsed(table)).First())
        from text in Properties((ObjectLiteral)entry.Value)
        select new Text($"{entry.Name}", $"{text.Name}", Script.Written(text.Value));

    /// <summary>A module with texts of one language.</summary>
    public static string Table(IEnumerable<Text> texts) =>
        $"export const texts={{{string.Join(",", texts.Select(text => $"'{text.Key}':{text.Value}"))}}};";

    private static IEnumerable<ObjectLiteralProperty> Properties(ObjectLiteral table) =>
        table.Properties.Children.OfType<ObjectLiteralProperty>();

    [GeneratedRegex("""['"`](?<name>[a-zA-Z][\w.]*)""")]
    private static partial Regex Quoted();

    // As in `${key}Text`.
    [GeneratedRegex("(?<=[a-z])[A-Z][a-z]+$")]
    private static partial Regex LastWord();

    [GeneratedRegex("""`\$\{[^}]+\}\.""")]
    private static partial Regex Made();
}

/// <summary>A text in one language.</summary>
/// <param name="Key">What scripts know it by.</param>
/// <param name="Language">Such as <c>en</c>.</param>
/// <param name="Value">The text, or the forms that it has, as JavaScript.</param>
internal sealed record Text(string Key, string Language, string Value);
