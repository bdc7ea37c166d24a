using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using NUglify;
using NUglify.JavaScript;

namespace ChatServer.Build;

/// <summary>
/// Joins what a page loads, as a browser asks for each file anew: of <c>chat.html</c> it makes the same
/// page with one style sheet and one script, and a second script of what is imported when it is needed.
/// What it doesn't understand fails the build. Runs inside MSBuild, which compiles it.
/// </summary>
public sealed class BundlePages : Task
{
    private static readonly Regex StyleLink =
        new Regex("""\s*<link rel="stylesheet" href="/client/(?<file>[\w-]+\.css)">""");
    private static readonly Regex EntryScript =
        new Regex("""<script type="module" src="/client/(?<file>[\w-]+\.js)"></script>""");

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
        var modules = new ModuleGraph(Read, html, scripts[0].Groups["file"].Value, $"/client/{name}.more.js");
        Write($"{name}.page.css", Minified(Uglify.Css(css), $"{name}.page.css"));
        Write($"{name}.page.js", MinifiedScript(modules.Page(), $"{name}.page.js"));
        if (modules.HasMore) Write($"{name}.more.js", MinifiedScript(modules.More(), $"{name}.more.js"));

        html = EntryScript.Replace(html, $"""<script type="module" src="/client/{name}.page.js"></script>""");
        var isFirst = true;
        html = StyleLink.Replace(html, _ =>
        {
            var link = isFirst ? $"""<link rel="stylesheet" href="/client/{name}.page.css">""" : "";
            isFirst = false;
            return "\n" + link;
        });
        Write($"{name}.html", Regex.Replace(html, @"\s*\n\s*", "\n"));
    }

    private static string MinifiedScript(string script, string name)
    {
        // It finds fault with the flags of newer regular expressions, and leaves them as they are.
        var settings = new CodeSettings
        {
            SourceMode = JavaScriptSourceMode.Module,
            IgnoreErrorList = "JS1013",
        };
        return Minified(Uglify.Js(script, settings), name);
    }

    private static string Minified(UglifyResult result, string name) => !result.HasErrors
        ? result.Code
        : throw new InvalidDataException(
            $"{name}: {string.Join("; ", result.Errors.Select(error => error.ToString()))}");

    private string Read(string file) => File.ReadAllText(Path.Combine(ClientFolder, file));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(OutputFolder, file), text);
}

/// <summary>What an entry module imports, directly or not, in an order in which it can run.</summary>
internal sealed class ModuleGraph
{
    private const string Load = "m_load_";

    private static readonly Regex Import = new Regex(
        """^import \{(?<names>[^}]*)\} from '\./(?<file>[\w-]+\.js)';""", RegexOptions.Multiline);
    // In a comment «import('./room.js').Room» is a type.
    private static readonly Regex LateImport =
        new Regex("""\bimport\('\./(?<file>[\w-]+\.js)'\)(?!\.[A-Z])""");
    private static readonly Regex Export = new Regex(
        """^export (?=(?:async )?(?:class|function|const) (?<name>\w+))""", RegexOptions.Multiline);
    private static readonly Regex NotUnderstood = new Regex(
        """^\s*(?:import|export)\b(?!\().*$|\bimport\((?!'\./[\w-]+\.js'\)\.[A-Z]).*$""",
        RegexOptions.Multiline);
    private static readonly Regex PrivateName =
        new Regex("""^ +(?:static |async |get |set |\*)*#(?<name>\w+)""", RegexOptions.Multiline);

    private readonly Func<string, string> _read;
    private readonly string _entry;
    private readonly string _moreAddress;
    private readonly List<string> _first = new List<string>();
    private readonly List<string> _later = new List<string>();
    private readonly Dictionary<string, string> _sources = new Dictionary<string, string>();
    private readonly NamedTexts _firstTexts;
    private readonly NamedTexts _laterTexts;

    /// <param name="read">Gives the text of a module.</param>
    /// <param name="html">The page.</param>
    /// <param name="entry">The module that it runs.</param>
    /// <param name="moreAddress">Where it finds what is imported later.</param>
    /// <exception cref="InvalidDataException">A form that isn't understood, or a cycle.</exception>
    public ModuleGraph(Func<string, string> read, string html, string entry, string moreAddress)
    {
        _read = read;
        _entry = entry;
        _moreAddress = moreAddress;
        Visit(entry, _first, new List<string>());
        // What is imported later may do so itself: the list grows while it is gone through.
        var late = LateImportsOf(_first).ToList();
        for (var at = 0; at < late.Count; at++)
        {
            var before = _later.Count;
            Visit(late[at], _later, new List<string>());
            late.AddRange(LateImportsOf(_later.Skip(before)).Except(late));
        }
        _firstTexts = new NamedTexts(_first.Where(file => !IsTable(file)).Select(Source).Append(html));
        _laterTexts = new NamedTexts(_later.Select(Source));
    }

    /// <summary>Whether anything is imported later.</summary>
    public bool HasMore => _later.Count > 0;

    /// <summary>The script of what a page needs at once.</summary>
    public string Page()
    {
        var load = !HasMore ? "" : $$"""
            let m_more_;
            const {{Load}} = name => (m_more_ ??= import('{{_moreAddress}}')
              .then(({ more }) => more({ {{Shared}} }, {{Load}}))
              .catch(caught => { m_more_ = undefined; throw caught; })).then(all => all[name]);

            """;
        var modules = string.Concat(_first.Where(file => file != _entry).Select(Module));
        return load + modules + $"(async () => {{\n{Body(_entry)}\n}})();\n";
    }

    /// <summary>The script of what is imported later.</summary>
    public string More()
    {
        var texts = string.Concat(_first.Where(IsTable).SelectMany(file => NamedTexts.In(Source(file)))
            .Where(text => _laterTexts.Name(text.Key) && !_firstTexts.Name(text.Key))
            .Select(text => text.Value));
        return $"export function more({{ {Shared} }}, {Load}) {{\n"
            + (texts.Length > 0 ? $"{Variable("i18n.js")}.addTexts({{\n{texts}}});\n" : "")
            + string.Concat(_later.Select(Module))
            + $"return {{ {string.Join(", ", _later.Select(Variable))} }};\n}}\n";
    }

    private string Shared => string.Join(", ", _first.Where(file => file != _entry).Select(Variable));

    private void Visit(string file, List<string> order, List<string> path)
    {
        if (_first.Contains(file) || order.Contains(file)) return;
        if (path.Contains(file))
            throw new InvalidDataException($"A cycle of imports: {string.Join(" → ", path)} → {file}");
        path.Add(file);
        foreach (Match import in Import.Matches(Source(file)))
            Visit(import.Groups["file"].Value, order, path);
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

    private string Module(string file)
    {
        var exports = Export.Matches(Source(file)).Cast<Match>()
            .Select(export => export.Groups["name"].Value);
        return $"const {Variable(file)} = (() => {{\n{Body(file)}\n"
            + $"return {{ {string.Join(", ", exports)} }};\n}})();\n";
    }

    private string Body(string file)
    {
        var body = IsTable(file) ? _firstTexts.Only(Source(file)) : ShortPrivateNames(Source(file));
        body = Import.Replace(body, import =>
            $"const {{ {import.Groups["names"].Value.Replace(" as ", ": ").Trim().TrimEnd(',')} }} = "
            + $"{Variable(import.Groups["file"].Value)};");
        body = LateImport.Replace(body, import =>
        {
            var late = import.Groups["file"].Value;
            return _first.Contains(late)
                ? $"Promise.resolve({Variable(late)})"
                : $"{Load}('{Variable(late)}')";
        });
        body = Export.Replace(body, "");
        var strange = NotUnderstood.Match(body);
        return !strange.Success
            ? body
            : throw new InvalidDataException(
                $"{file}: a form of import or export that isn't known: {strange.Value.Trim()}");
    }

    // The minifier leaves them as they are, though nothing outside of a class can name them.
    private static string ShortPrivateNames(string source)
    {
        var names = PrivateName.Matches(source).Cast<Match>().Select(name => name.Groups["name"].Value)
            .Distinct().ToList();
        return names.Count == 0 ? source : Regex.Replace(
            source,
            $"""(?<=^ +(?:static |async |get |set |\*)*#|\.#)({string.Join("|", names)})\b""",
            name => $"{(char)('a' + names.IndexOf(name.Value) % 26)}{names.IndexOf(name.Value) / 26}",
            RegexOptions.Multiline);
    }

    private static bool IsTable(string file) => file.StartsWith("i18n", StringComparison.Ordinal);

    private static string Variable(string file) =>
        "m_" + Path.GetFileNameWithoutExtension(file).Replace('-', '_');
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
    private static readonly Regex Entry =
        new Regex("""^  '(?<key>[\w.]+)':.*\n(?:   .*\n|  \}.*\n)*""", RegexOptions.Multiline);

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

    /// <summary>The texts of a table: key and entry.</summary>
    public static IEnumerable<KeyValuePair<string, string>> In(string table) =>
        from entry in Entry.Matches(table).Cast<Match>()
        select new KeyValuePair<string, string>(entry.Groups["key"].Value, entry.Value);

    /// <summary>Whether one is named.</summary>
    public bool Name(string key)
    {
        for (var end = key.Length; end > 0; end = key.LastIndexOf('.', end - 1))
        {
            if (_names.Contains(key.Substring(0, end))) return true;
        }
        return _names.Contains(LastWord.Replace(key, ""));
    }

    /// <summary>A table with only what is named.</summary>
    public string Only(string table) =>
        Entry.Replace(table, entry => Name(entry.Groups["key"].Value) ? entry.Value : "");
}
