using System.Text.RegularExpressions;

namespace ChatServer.Build;

/// <summary>
/// The forms of import and export that modules have, each at the beginning of a line:
/// <c>import { a, b as c } from './file.js';</c>, <c>export const</c>, <c>function</c> and <c>class</c>, and
/// <c>import('./file.js')</c> anywhere.
/// </summary>
internal static partial class ModuleSyntax
{
    /// <summary>What a module imports at its top.</summary>
    public static IEnumerable<Import> ImportsOf(string source) =>
        from import in ImportLine().Matches(source)
        from names in Names(import.Groups["names"].Value)
        select new Import(names[0], names[^1], import.Groups["file"].Value);

    /// <summary>What it imports when it is needed.</summary>
    public static IEnumerable<string> LateImportsOf(string source) =>
        LateImport().Matches(source).Select(import => import.Groups["file"].Value);

    /// <summary>What it declares at its top.</summary>
    public static IEnumerable<Declaration> DeclarationsOf(string source) =>
        from declaration in TopLevel().Matches(source)
        let isExported = declaration.Groups["export"].Success
        from names in Names(declaration.Groups["names"].Value)
        select new Declaration(names[^1], isExported);

    /// <summary>The lines of imports alone.</summary>
    public static string ImportLinesOf(string source) =>
        string.Concat(ImportLine().Matches(source).Select(import => import.Value));

    /// <summary>A module without imports and exports.</summary>
    /// <param name="source">The module.</param>
    /// <param name="late">What is to stand for an <c>import('./file.js')</c>.</param>
    /// <exception cref="InvalidDataException">A form that isn't known.</exception>
    public static string BodyOf(string source, Func<string, string> late)
    {
        var body = Export().Replace(ImportLine().Replace(source, ""), "");
        body = LateImport().Replace(body, import => late(import.Groups["file"].Value));
        var strange = NotUnderstood().Match(body);
        return !strange.Success
            ? body
            : throw new InvalidDataException(
                $"A form of import, export or declaration that isn't known: {strange.Value.Trim()}");
    }

    // «a, b as c», or of a pattern «a, b: c».
    private static IEnumerable<string[]> Names(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(named => Other().Split(named));

    [GeneratedRegex("""^import \{(?<names>[^}]*)\} from '\./(?<file>[\w-]+\.js)';""", RegexOptions.Multiline)]
    private static partial Regex ImportLine();

    // In a comment «import('./room.js').Room» is a type.
    [GeneratedRegex("""\bimport\('\./(?<file>[\w-]+\.js)'\)(?!\.[A-Z])""")]
    private static partial Regex LateImport();

    [GeneratedRegex("""^export (?=async |class|function|const)""", RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex(
        """
        ^(?<export>export\x20)?(?:async\x20)?(?:class|function\*?|const|let)\x20
        (?:(?<names>[\w$]+)|\{(?<names>[^}]*)\})
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TopLevel();

    [GeneratedRegex(
        """
        ^\s*(?:import|export)\b(?!\().*$
        | \bimport\((?!'\./[\w-]+\.js'\)\.[A-Z]).*$
        | ^(?:const|let)\x20\[.*$ | ^var\b.*$
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotUnderstood();

    [GeneratedRegex(@"\s+as\s+|:\s*")]
    private static partial Regex Other();
}

/// <summary>Something that a module imports.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Local">What it is called here.</param>
/// <param name="File">The module that it is of.</param>
internal sealed record Import(string Name, string Local, string File);

/// <summary>Something that a module declares at its top.</summary>
internal sealed record Declaration(string Name, bool IsExported);
