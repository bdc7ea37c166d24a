using System.Text;
using System.Text.RegularExpressions;
using NUglify;
using NUglify.JavaScript;
using NUglify.JavaScript.Syntax;
using NUglify.JavaScript.Visitors;

namespace ChatServer.Build;

/// <summary>What the minifier is asked for.</summary>
internal static partial class Script
{
    // It finds fault with the flags of newer regular expressions, and leaves them as they are.
    private const string NotKnownToIt = "JS1013";

    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public static string Minified(string script)
    {
        var settings = Settings();
        // It takes functions for unneeded that are named before they are declared.
        settings.RemoveUnneededCode = false;
        return Result(Uglify.Js(script, settings));
    }

    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public static string MinifiedStyle(string css) => Result(Uglify.Css(css));

    /// <summary>A script in which names are replaced by others, wherever they stand for a variable.</summary>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public static string Renamed(string script, IReadOnlyDictionary<string, string> names)
    {
        var settings = Settings();
        settings.LocalRenaming = LocalRenaming.KeepAll;
        settings.RemoveUnneededCode = false;
        settings.ManualRenamesProperties = false;
        foreach (var (from, to) in names) settings.AddRenamePair(from, to);
        var renamed = Result(Uglify.Js(WithKeys(script, names), settings));
        var keys = All<ObjectLiteralProperty>(Parsed(renamed)).Select(property => $"{property.Name}");
        return keys.Intersect(names.Values).FirstOrDefault() is not { } key
            ? renamed
            : throw new InvalidDataException($"A property would be called {key}.");
    }

    /// <summary>What the minifier has read, and all of it.</summary>
    public static BlockStatement Parsed(string script)
    {
        var settings = Settings();
        settings.MinifyCode = false;
        return new JSParser().Parse(script, settings);
    }

    /// <summary>What it writes of it.</summary>
    public static string Written(AstNode node) => OutputVisitor.Apply(node, Settings());

    /// <summary>The nodes of a kind, those outside before those inside.</summary>
    public static IEnumerable<T> All<T>(AstNode node)
        where T : AstNode =>
        (node is T found ? [found] : Enumerable.Empty<T>())
            .Concat(node.Children.Where(child => child is not null).SelectMany(All<T>));

    // «{ name: name }» for «{ name }», of which it would take the key for a variable.
    private static string WithKeys(string script, IReadOnlyDictionary<string, string> names)
    {
        var shorthands = from property in All<ObjectLiteralProperty>(Parsed(script))
                         where property.Value is LookupExpression or BindingIdentifier or InitializerNode
                         let start = property.Context.StartPosition
                         where start == property.Value.Context.StartPosition
                         let name = Identifier().Match(script, start).Value
                         where names.ContainsKey(name)
                         orderby start descending
                         select (start, name);
        var written = new StringBuilder(script);
        foreach (var (start, name) in shorthands) written.Insert(start, $"{name}: ");
        return written.ToString();
    }

    private static CodeSettings Settings() =>
        new() { SourceMode = JavaScriptSourceMode.Module, IgnoreErrorList = NotKnownToIt };

    private static string Result(UglifyResult result) => !result.HasErrors
        ? result.Code
        : throw new InvalidDataException(string.Join("; ", result.Errors));

    [GeneratedRegex(@"\G[\w$]+")]
    private static partial Regex Identifier();
}
