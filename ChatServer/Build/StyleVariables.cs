using System.Text.RegularExpressions;

namespace ChatServer.Build;

/// <summary>Short names for the custom properties of styles, but for those that a script names.</summary>
internal sealed partial class StyleVariables
{
    private readonly Dictionary<string, string> _shortNames;

    public StyleVariables(IEnumerable<string> styles, IEnumerable<string> scripts)
    {
        var kept = string.Join("\n", scripts);
        // The most used first.
        var names = styles.SelectMany(style => Variable().Matches(style))
            .GroupBy(variable => variable.Value)
            .OrderByDescending(uses => uses.Count()).ThenBy(uses => uses.Key, StringComparer.Ordinal)
            .Select(uses => uses.Key)
            // «--person-» as in `--person-${colour}`.
            .Where(name => !kept.Contains(name) && !kept.Contains(Number().Replace(name, "$$")));
        _shortNames = names.Index().ToDictionary(name => name.Item, name => "--" + ShortNames.Of(name.Index));
    }

    /// <summary>A style sheet with the short names.</summary>
    public string Shortened(string style) =>
        Variable().Replace(style, variable => _shortNames.GetValueOrDefault(variable.Value, variable.Value));

    [GeneratedRegex(@"(?<![\w-])--[a-z][\w-]*")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex Number();
}
