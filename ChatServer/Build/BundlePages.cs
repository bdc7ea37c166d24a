using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using NUglify;
using NUglify.JavaScript;
using NUglify.JavaScript.Syntax;
using NUglify.JavaScript.Visitors;

namespace ChatServer.Build;

/// <summary>
/// Joins what a page loads, as a browser asks for each file anew: of <c>chat.html</c> it makes the same
/// page with one style sheet and one script, and a second script of what is imported when it is needed. The
/// texts that they name are in files of their own, one for each language. What it doesn't understand fails the build. Runs inside MSBuild, which compiles it.
/// </summary>
public sealed class BundlePages : Task
{
    private static readonly Regex StyleLink =
        new Regex("""\s*<link rel="stylesheet" href="/client/(?<file>[\w-]+\.css)">""");
    private static readonly Regex EarlyScript =
        new Regex("""<script src="/client/(?<file>[\w-]+)\.js"></script>""");
    private static readonly Regex EntryScript =
        new Regex("""<script type="module" src="/client/(?<file>[\w-]+\.js)"></script>""");

    private StyleVariables _variables;

    /// <summary>The pages' HTML files.</summary>
    [Required]
    public ITaskItem[] Pages { get; set; } = Array.Empty<ITaskItem>();

    /// <summary>Where their modules and style sheets are.</summary>
    [Required]
    public string ClientFolder { get; set; } = "";

    /// <summary>Where the joined files go.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    public override bool Execute()
    {
        Directory.CreateDirectory(OutputFolder);
        _variables = new StyleVariables(Files("*.css").Select(File.ReadAllText), Files("*.js").Select(File.ReadAllText));
        // Also those that are fetched one by one.
        foreach (var sheet in Files("*.css")) WriteStyle(Path.GetFileName(sheet), File.ReadAllText(sheet));
        foreach (var page in Pages.Select(item => item.ItemSpec))
        {
            try
            {
                Bundle(page);
            }
            catch (InvalidDataException e)
            {
                Log.LogError(null, null, null, page, 0, 0, 0, 0, "{0}", e.Message);
            }
        }
        return !Log.HasLoggedErrors;
    }

    private void Bundle(string page)
    {
        var name = Path.GetFileNameWithoutExtension(page);
        var html = File.ReadAllText(page);
        var styles = StyleLink.Matches(html).Cast<Match>().ToList();
        var scripts = EntryScript.Matches(html).Cast<Match>().ToList();
        if (styles.Count == 0 || scripts.Count != 1)
            throw new InvalidDataException("A page has style sheets and one module.");

        var css = string.Join("\n", styles.Select(link => Read(link.Groups["file"].Value)));
        WriteStyle($"{name}.page.css", css);
        var modules = new ModuleGraph(Read, scripts[0].Groups["file"].Value, $"/client/{name}");
        WriteScripts(name, modules, html);

        html = EarlyScript.Replace(html, early =>
        {
            var file = early.Groups["file"].Value;
            Write($"{file}.min.js", Script.Minified(Read($"{file}.js"), file));
            var texts = modules.HasTexts ? $" data-texts=\"/client/{name}.page.\"" : "";
            return $"""<script src="/client/{file}.min.js"{texts}></script>""";
        });
        html = EntryScript.Replace(html, $"""<script type="module" src="/client/{name}.page.js"></script>""");
        var isFirst = true;
        html = StyleLink.Replace(html, _ =>
        {
            var link = isFirst ? $"""<link rel="stylesheet" href="/client/{name}.page.css">""" : "";
            isFirst = false;
            return "\n" + link;
        });
        Write($"{name}.html", Regex.Replace(TextFromTables(html), @"\s*\n\s*", "\n"));
    }

    // The script fills it in before anything can be done, and nobody is to see another language flash by.
    private static string TextFromTables(string html)
    {
        html = Regex.Replace(html, """\s*aria-label="[^"]*"(?=\s+data-i18n-label=)""", "");
        return Regex.Replace(html, """(?<=<[^<>]*\bdata-i18n="[^"]*"[^<>]*>)[^<>]+(?=<)""", "");
    }

    private void WriteStyle(string file, string css) =>
        Write(file, _variables.Shortened(Script.Result(Uglify.Css(css), file)));

    private void WriteScripts(string name, ModuleGraph modules, string html)
    {
        Write($"{name}.page.js", Script.Minified(modules.Page(), $"{name}.page.js"));
        if (modules.HasMore) Write($"{name}.more.js", Script.Minified(modules.More(), $"{name}.more.js"));
        if (!modules.HasTexts) return;

        var atOnce = new NamedTexts(modules.First.Append(html));
        var later = new NamedTexts(modules.Later);
        var texts = Files("i18n-*.js").SelectMany(NamedTexts.In).ToList();
        foreach (var ofLanguage in texts.GroupBy(text => text.Language))
        {
            WriteTexts($"{name}.page.{ofLanguage.Key}.js", ofLanguage.Where(text => atOnce.Name(text.Key)));
            if (modules.HasMore)
            {
                WriteTexts(
                    $"{name}.more.{ofLanguage.Key}.js",
                    ofLanguage.Where(text => later.Name(text.Key) && !atOnce.Name(text.Key)));
            }
        }
    }

    private void WriteTexts(string file, IEnumerable<Text> texts) => Write(file, Script.Minified(
        "export const texts={" + string.Join(",", texts.Select(text => $"'{text.Key}':{text.Value}")) + "};",
        file));

    private string[] Files(string pattern) =>
        Directory.GetFiles(ClientFolder, pattern).OrderBy(file => file, StringComparer.Ordinal).ToArray();

    private string Read(string file) => File.ReadAllText(Path.Combine(ClientFolder, file));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(OutputFolder, file), text);
}

/// <summary>What the minifier has read.</summary>
internal static class Tree
{
    /// <summary>The nodes of a kind, in the order in which they are written: those outside before those inside.</summary>
    public static IEnumerable<T> All<T>(AstNode node)
        where T : AstNode =>
        (node is T found ? new[] { found } : Array.Empty<T>())
            .Concat(node.Children.Where(child => child != null).SelectMany(All<T>));
}

/// <summary>Short names for the custom properties of the style sheets, but for those that a script names.</summary>
internal sealed class StyleVariables
{
    private static readonly Regex Variable = new Regex(@"(?<![\w-])--(?<name>[a-z][\w-]*)");

    private readonly List<string> _names;

    public StyleVariables(IEnumerable<string> styles, IEnumerable<string> scripts)
    {
        var kept = string.Join("\n", scripts);
        _names = styles.SelectMany(style => Variable.Matches(style).Cast<Match>())
            .GroupBy(variable => variable.Value)
            .OrderByDescending(uses => uses.Count()).ThenBy(uses => uses.Key, StringComparer.Ordinal)
            .Select(uses => uses.Key)
            // As in `--person-${colour}`.
            .Where(name => !kept.Contains(name) && !kept.Contains(Regex.Replace(name, @"\d+$", "$")))
            .ToList();
    }

    /// <summary>A style sheet with the short names.</summary>
    public string Shortened(string style) => Variable.Replace(style, variable =>
        _names.IndexOf(variable.Value) is var at and >= 0 ? "--" + ShortNames.Of(at) : variable.Value);
}

/// <summary>a to z and A to Z, then a1 to Z1 and so on.</summary>
internal static class ShortNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static string Of(int index) =>
        Letters[index % Letters.Length] + (index < Letters.Length ? "" : (index / Letters.Length).ToString());
}

/// <summary>What the minifier is asked for.</summary>
internal static class Script
{
    // It finds fault with the flags of newer regular expressions, and leaves them as they are.
    private const string NotKnownToIt = "JS1013";

    private static readonly Regex Identifier = new Regex(@"\G[\w$]+");

    /// <exception cref="InvalidDataException">A script that it can't read.</exception>
    public static string Minified(string script, string name) => Result(
        Uglify.Js(script, new CodeSettings
        {
            SourceMode = JavaScriptSourceMode.Module,
            IgnoreErrorList = NotKnownToIt,
            RemoveUnneededCode = false,
        }),
        name);

    /// <summary>A script in which names are replaced by others, wherever they stand for a variable.</summary>
    /// <exception cref="InvalidDataException">A script that it can't read.</exception>
    public static string Renamed(string script, IReadOnlyDictionary<string, string> names, string name)
    {
        var settings = new CodeSettings
        {
            SourceMode = JavaScriptSourceMode.Module,
            IgnoreErrorList = NotKnownToIt,
            LocalRenaming = LocalRenaming.KeepAll,
            RemoveUnneededCode = false,
            ManualRenamesProperties = false,
        };
        foreach (var rename in names) settings.AddRenamePair(rename.Key, rename.Value);
        return Result(Uglify.Js(WithKeys(script, names), settings), name);
    }

    // «{ name: name }» for «{ name }», of which the minifier would take the key for a variable.
    private static string WithKeys(string script, IReadOnlyDictionary<string, string> names)
    {
        var settings = new CodeSettings { SourceMode = JavaScriptSourceMode.Module };
        var written = new StringBuilder(script);
        var shorthands = from property in Tree.All<ObjectLiteralProperty>(new JSParser().Parse(script, settings))
                         where property.Value is LookupExpression or BindingIdentifier or InitializerNode
                         let start = property.Context.StartPosition
                         where start == property.Value.Context.StartPosition
                         let name = Identifier.Match(script, start).Value
                         where names.ContainsKey(name)
                         orderby start descending
                         select (start, name);
        foreach (var (start, name) in shorthands.ToList()) written.Insert(start, name + ": ");
        return written.ToString();
    }

    /// <exception cref="InvalidDataException">It wasn't understood.</exception>
    public static string Result(UglifyResult result, string name) => !result.HasErrors
        ? result.Code
        : throw new InvalidDataException(
            $"{name}: {string.Join("; ", result.Errors.Select(error => error.ToString()))}");
}

/// <summary>
/// What an entry module imports, directly or not, in an order in which it can run: all in one scope, where
/// each name at the top of a module has that of the module behind it.
/// </summary>
internal sealed class ModuleGraph
{
    private const string Texts = "texts.js";
    private const string Load = "load_more";

    private static readonly Regex Import = new Regex(
        """^import \{(?<names>[^}]*)\} from '\./(?<file>[\w-]+\.js)';""", RegexOptions.Multiline);
    // In a comment «import('./room.js').Room» is a type.
    private static readonly Regex LateImport =
        new Regex("""\bimport\('\./(?<file>[\w-]+\.js)'\)(?!\.[A-Z])""");
    private static readonly Regex Export = new Regex("""^export (?=async |class|function|const)""", RegexOptions.Multiline);
    private static readonly Regex TopLevel = new Regex(
        """^(?<export>export )?(?:async )?(?:class|function\*?|const|let) (?:(?<name>[\w$]+)|\{(?<names>[^}]*)\})""",
        RegexOptions.Multiline);
    private static readonly Regex NotUnderstood = new Regex(
        """^\s*(?:import|export)\b(?!\().*$|\bimport\((?!'\./[\w-]+\.js'\)\.[A-Z]).*$""",
        RegexOptions.Multiline);
    private static readonly Regex PrivateName =
        new Regex("""^ +(?:static |async |get |set |\*)*#(?<name>\w+)""", RegexOptions.Multiline);
    private static readonly Regex KeptImport = new Regex("""import\{[^}]*\}from"[^"]*";?""");

    private readonly Func<string, string> _read;
    private readonly string _entry;
    private readonly string _address;
    private readonly List<string> _first = new List<string>();
    private readonly List<string> _later = new List<string>();
    private readonly List<string> _late;
    private readonly Dictionary<string, string> _sources = new Dictionary<string, string>();

    /// <param name="read">Gives the text of a module.</param>
    /// <param name="entry">The module that a page runs.</param>
    /// <param name="address">What the addresses of its joined files begin with.</param>
    /// <exception cref="InvalidDataException">A form that isn't understood, or a cycle.</exception>
    public ModuleGraph(Func<string, string> read, string entry, string address)
    {
        _read = read;
        _entry = entry;
        _address = address;
        Visit(entry, _first, new List<string>());
        // What is imported later may do so itself: the list grows while it is gone through.
        _late = LateImportsOf(_first).ToList();
        for (var at = 0; at < _late.Count; at++)
        {
            var before = _later.Count;
            Visit(_late[at], _later, new List<string>());
            _late.AddRange(LateImportsOf(_later.Skip(before)).Except(_late));
        }
    }

    /// <summary>Whether anything is imported later.</summary>
    public bool HasMore => _later.Count > 0;

    /// <summary>Whether a page has texts of languages.</summary>
    public bool HasTexts => _first.Contains(Texts);

    /// <summary>The modules that a page needs at once.</summary>
    public IEnumerable<string> First => _first.Where(file => file != Texts).Select(Source);

    /// <summary>The modules that are imported later.</summary>
    public IEnumerable<string> Later => _later.Select(Source);

    /// <summary>The script of what a page needs at once.</summary>
    public string Page()
    {
        var texts = HasTexts ? $", {Unique("moreTexts", "i18n.js")}()" : "";
        var load = !HasMore ? "" : $$"""
            let loading_more;
            function {{Load}}(name) {
              loading_more ??= Promise.all([import('{{_address}}.more.js'){{texts}}])
                .then(([{ more }]) => more([{{string.Join(", ", Shared)}}], {{Load}}))
                .catch(caught => { loading_more = undefined; throw caught; });
              return loading_more.then(all => all[name]);
            }

            """;
        return string.Concat(_first.Select(Flat)) + load;
    }

    /// <summary>The script of what is imported later.</summary>
    public string More() =>
        $"export function more([{string.Join(", ", Shared)}], {Load}) {{\n"
            + string.Concat(_later.Select(Flat))
            + $"return [{string.Join(", ", _late.Select(file => _first.Contains(file) ? "" : Exports(file)))}];\n}}\n";

    /// <summary>What the later modules import from the first.</summary>
    private IEnumerable<string> Shared => _later.SelectMany(Imported)
        .Where(import => _first.Contains(import.File))
        .Select(import => Unique(import.Name, import.File))
        .Distinct();

    private void Visit(string file, List<string> order, List<string> path)
    {
        if (_first.Contains(file) || order.Contains(file)) return;
        if (path.Contains(file))
            throw new InvalidDataException($"A cycle of imports: {string.Join(" → ", path)} → {file}");
        path.Add(file);
        if (file != Texts)
        {
            foreach (Match import in Import.Matches(Source(file)))
                Visit(import.Groups["file"].Value, order, path);
        }
        path.RemoveAt(path.Count - 1);
        order.Add(file);
    }

    private List<string> LateImportsOf(IEnumerable<string> files) => files
        .SelectMany(file => LateImport.Matches(Source(file)).Cast<Match>())
        .Select(import => import.Groups["file"].Value)
        .Distinct().ToList();

    private string Source(string file)
    {
        if (!_sources.TryGetValue(file, out var source))
            _sources[file] = source = _read(file).Replace("\r\n", "\n");
        return source;
    }

    private IEnumerable<(string Name, string Local, string File)> Imported(string file) =>
        from import in Import.Matches(Source(file)).Cast<Match>()
        from named in Names(import.Groups["names"].Value)
        select (named.First(), named.Last(), import.Groups["file"].Value);

    // «a, b as c», «a, b: c»
    private static IEnumerable<string[]> Names(string list) =>
        from named in list.Split(',')
        where named.Trim().Length > 0
        select Regex.Split(named.Trim(), @"\s+as\s+|:\s*");

    private string Exports(string file) => "{ " + string.Join(", ", Declared(file)
        .Where(declared => declared.IsExported)
        .Select(declared => $"{declared.Name}: {Unique(declared.Name, file)}")) + " }";

    private IEnumerable<(string Name, bool IsExported)> Declared(string file) =>
        from declaration in TopLevel.Matches(Source(file)).Cast<Match>()
        let isExported = declaration.Groups["export"].Success
        from name in declaration.Groups["name"].Success
            ? new[] { declaration.Groups["name"].Value }
            : Names(declaration.Groups["names"].Value).Select(named => named.Last())
        select (name, isExported);

    private static string Unique(string name, string file) =>
        $"{name}_{Path.GetFileNameWithoutExtension(file).Replace('-', '_')}";

    /// <summary>A module as a part of the one scope.</summary>
    private string Flat(string file)
    {
        if (file == Texts) return TextsByLanguage();
        var names = new Dictionary<string, string>();
        if (file != _entry)
        {
            foreach (var (name, _) in Declared(file)) names[name] = Unique(name, file);
        }
        foreach (var (name, local, from) in Imported(file)) names[local] = Unique(name, from);

        var source = ShortPrivateNames(Source(file));
        var imports = string.Concat(Import.Matches(source).Cast<Match>().Select(import => import.Value));
        var body = Export.Replace(Import.Replace(source, ""), "");
        body = LateImport.Replace(body, import => Late(import.Groups["file"].Value));
        var strange = NotUnderstood.Match(body);
        if (strange.Success)
        {
            throw new InvalidDataException(
                $"{file}: a form of import or export that isn't known: {strange.Value.Trim()}");
        }
        // Only there may it wait for something.
        if (file == _entry) body = $"(async () => {{\n{body}\n}})();";
        var flat = KeptImport.Replace(Script.Renamed(imports + body, names, file), "");
        var renamedKey = Regex.Match(flat, $"[{{,](?:{string.Join("|", names.Values)}):");
        if (names.Count > 0 && renamedKey.Success)
            throw new InvalidDataException($"{file}: a property would get another name: {renamedKey.Value}");
        return flat + ";\n";
    }

    private string Late(string file) => _first.Contains(file)
        ? $"Promise.resolve({Exports(file)})"
        : $"{Load}({_late.IndexOf(file)})";

    private string TextsByLanguage() =>
        $"const {Unique("textsOf", Texts)} = async (language, part) => "
            + $"(await import(`{_address}.${{part}}.${{language}}.js`)).texts;\n";

    // The minifier leaves them as they are, though nothing outside of a class can name them.
    private static string ShortPrivateNames(string source)
    {
        var names = PrivateName.Matches(source).Cast<Match>().Select(name => name.Groups["name"].Value)
            .Distinct().ToList();
        return names.Count == 0 ? source : Regex.Replace(
            source,
            $"""(?<=^ +(?:static |async |get |set |\*)*#|\.#)({string.Join("|", names)})\b""",
            name => ShortNames.Of(names.IndexOf(name.Value)),
            RegexOptions.Multiline);
    }
}

/// <summary>A text in one language, as JavaScript.</summary>
internal sealed class Text
{
    public Text(string key, string language, string value)
    {
        Key = key;
        Language = language;
        Value = value;
    }

    public string Key { get; }

    public string Language { get; }

    public string Value { get; }
}

/// <summary>
/// The texts that modules name: <c>'page.close'</c>; all of <c>error.</c> where one says
/// <c>`error.${code}`</c>; and, where one says <c>`${kind}.title`</c>, all of <c>keys.</c> if <c>'keys'</c>
/// is said anywhere.
/// </summary>
internal sealed class NamedTexts
{
    private static readonly Regex Quoted = new Regex("""['"`](?<name>[a-zA-Z][\w.]*)""");
    // As in `${key}Text`.
    private static readonly Regex LastWord = new Regex("(?<=[a-z])[A-Z][a-z]+$");
    private static readonly Regex Made = new Regex("""`\$\{[^}]+\}\.""");
    private readonly HashSet<string> _names;

    public NamedTexts(IEnumerable<string> sources)
    {
        var all = sources.ToList();
        var isMade = all.Any(source => Made.IsMatch(source));
        _names = new HashSet<string>(
            from source in all
            from quoted in Quoted.Matches(source).Cast<Match>()
            let name = quoted.Groups["name"].Value
            where isMade || name.Contains('.')
            select name.TrimEnd('.'));
    }

    /// <summary>The texts of a table: <c>{ 'key': { en: 'Text', zh: … } }</c>.</summary>
    public static IEnumerable<Text> In(string file)
    {
        var settings = new CodeSettings { SourceMode = JavaScriptSourceMode.Module };
        var table = Tree.All<ObjectLiteral>(new JSParser().Parse(File.ReadAllText(file), settings)).First();
        return from entry in Properties(table)
               from text in Properties((ObjectLiteral)entry.Value)
               select new Text(entry.Key, text.Key, OutputVisitor.Apply(text.Value, settings));
    }

    private static IEnumerable<KeyValuePair<string, AstNode>> Properties(ObjectLiteral table) =>
        from property in table.Properties.Children.OfType<ObjectLiteralProperty>()
        select new KeyValuePair<string, AstNode>(property.Name.ToString(), property.Value);

    /// <summary>Whether one is named.</summary>
    public bool Name(string key)
    {
        for (var end = key.Length; end > 0; end = key.LastIndexOf('.', end - 1))
        {
            if (_names.Contains(key.Substring(0, end))) return true;
        }
        return _names.Contains(LastWord.Replace(key, ""));
    }
}
