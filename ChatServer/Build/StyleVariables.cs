using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatServer.Build;

/// <summary>
/// Short names for the custom properties of styles, but for those that a script names. They follow from the
/// long ones (but for the few that would be the same), so that a page that was open while the server was
/// updated may still fetch a style sheet.
/// </summary>
internal sealed partial class StyleVariables
{
    private readonly Dictionary<string, string> _shortNames;

    public StyleVariables(IEnumerable<string> styles, IEnumerable<string> scripts)
    {
        var kept = string.Join("\n", scripts);
        var names = styles.SelectMany(style => Variable().Matches(style)).Select(variable => variable.Value)
            .Distinct().Order(StringComparer.Ordinal)
            // «--person-» as in `--person-${colour}`.
            .Where(name => !kept.Contains(name) && !kept.Contains(Number().Replace(name, "$$")));
        var taken = new HashSet<string>();
        _shortNames = names.ToDictionary(name => name, name => "--" + FreeNameFor(name, taken));
    }

    /// <summary>A style sheet with the short names.</summary>
    public string Shortened(string style) =>
        Variable().Replace(style, variable => _shortNames.GetValueOrDefault(variable.Value, variable.Value));

    private static string FreeNameFor(string name, HashSet<string> taken)
    {
        var hash = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        for (var number = (int)(hash % ShortNames.OfTwo); ; number = (number + 1) % ShortNames.OfTwo)
        {
            var shortName = ShortNames.Two(number);
            if (taken.Add(shortName)) return shortName;
        }
    }

    [GeneratedRegex(@"(?<![\w-])--[a-z][\w-]*")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex Number();
}
