using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatServer.Build;

/// <summary>
/// Joins what a page loads, as a browser asks for each file anew: of <c>chat.html</c> it makes the same page
/// with one style sheet and one script, and a second script of what is imported when it is needed. The texts
/// that they name are in files of their own, one for each language.
/// </summary>
internal sealed partial class PageBundler
{
    // Where the scripts say of which build they are, known once everything is made.
    private const string BuildPlace = "{{build}}";

    private readonly string _clientFolder;
    private readonly StyleVariables _variables;
    private readonly List<Text> _texts;
    private readonly Dictionary<string, string> _written = [];

    private PageBundler(string clientFolder)
    {
        _clientFolder = clientFolder;
        _variables = new StyleVariables(Files("*.css").Select(Read), Files("*.js").Select(Read));
        _texts = [.. Files("i18n-*.js").SelectMany(table => NamedTexts.In(Read(table)))];
    }

    /// <summary>The files of pages. What isn't understood is left out, and its error told.</summary>
    /// <param name="pages">Paths of HTML files.</param>
    /// <param name="clientFolder">Where their modules and style sheets are.</param>
    public static Bundle Bundle(IEnumerable<string> pages, string clientFolder)
    {
        var bundler = new PageBundler(clientFolder);
        var errors = new List<(string, string)>();
        // Also those that are fetched one by one.
        foreach (var sheet in bundler.Files("*.css"))
            Try(sheet, () => bundler.WriteStyle(sheet, bundler.Read(sheet)));
        foreach (var page in pages)
            Try(page, () => bundler.Join(Path.GetFileNameWithoutExtension(page), File.ReadAllText(page)));
        return new Bundle(WithBuild(bundler._written), errors);

        void Try(string file, Action write)
        {
            try
            {
                write();
            }
            catch (InvalidDataException e)
            {
                errors.Add((file, e.Message));
            }
        }
    }

    // Also a bundler that makes something else of the same files makes another build.
    private static Dictionary<string, string> WithBuild(Dictionary<string, string> files)
    {
        var all = files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(all)));
        var build = Convert.ToHexStringLower(hash)[..8];
        return files.ToDictionary(file => file.Key, file => file.Value.Replace(BuildPlace, build));
    }

    private void Join(string name, string html)
    {
        var styles = StyleLink().Matches(html);
        var scripts = EntryScript().Matches(html);
        if (styles.Count == 0 || scripts.Count != 1)
            throw new InvalidDataException("A page has style sheets and one module.");

        var css = string.Join("\n", styles.Select(link => Read(link.Groups["file"].Value)));
        WriteStyle($"{name}.page.css", css);
        var modules = new ModuleGraph(Read, scripts[0].Groups["file"].Value);
        WriteScripts(name, new ModuleScope(modules, $"/client/{name}", BuildPlace));
        if (modules.HasTexts) WriteTexts(name, modules, html);

        var pageWithTexts = modules.HasTexts ? name : null;
        html = EarlyScript().Replace(html, early =>
            WriteEarly(early.Groups["file"].Value, early.Groups["rest"].Value, pageWithTexts));
        var entry = $"""<script type="module" src="/client/{name}.page.js"></script>""";
        html = EntryScript().Replace(html, entry);
        html = Lines().Replace(WithoutTexts(OneStyleLink(html, name)), "\n");
        _written[$"{name}.html"] = Quoted().Replace(html, "=${value}");
    }

    private static string OneStyleLink(string html, string name)
    {
        var isFirst = true;
        return StyleLink().Replace(html, _ =>
        {
            var link = isFirst ? $"""<link rel="stylesheet" href="/client/{name}.page.css">""" : "";
            isFirst = false;
            return "\n" + link;
        });
    }

    // The script fills them in before anything can be done, and nobody is to see another language flash by.
    private static string WithoutTexts(string html) =>
        MarkedText().Replace(MarkedLabel().Replace(html, ""), "");

    private string WriteEarly(string file, string attributes, string? pageWithTexts)
    {
        _written[$"{file}.min.js"] = Script.Minified(Read($"{file}.js"));
        var texts = pageWithTexts is null ? "" : $" data-texts=\"/client/{pageWithTexts}.page.\"";
        return $"""<script src="/client/{file}.min.js"{attributes}{texts}></script>""";
    }

    private void WriteStyle(string file, string css) =>
        _written[file] = _variables.Shortened(Script.MinifiedStyle(css));

    private void WriteScripts(string name, ModuleScope scope)
    {
        WriteScript($"{name}.page.js", scope.Page());
        if (scope.HasMore) WriteScript($"{name}.more.js", scope.More());
    }

    private void WriteTexts(string name, ModuleGraph modules, string html)
    {
        var atOnce = new NamedTexts([.. modules.First.Select(modules.Source), html]);
        var later = new NamedTexts([.. modules.Later.Select(modules.Source)]);
        foreach (var texts in _texts.GroupBy(text => text.Language))
        {
            WriteScript(
                $"{name}.page.{texts.Key}.js", NamedTexts.Table(texts.Where(text => atOnce.Names(text.Key))));
            if (modules.Later.Count == 0) continue;
            WriteScript(
                $"{name}.more.{texts.Key}.js",
                NamedTexts.Table(texts.Where(text => later.Names(text.Key) && !atOnce.Names(text.Key))));
        }
    }

    private void WriteScript(string file, string script) => _written[file] = Script.Minified(script);

    private IEnumerable<string> Files(string pattern) =>
        Directory.GetFiles(_clientFolder, pattern).Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    private string Read(string file) =>
        File.ReadAllText(Path.Combine(_clientFolder, file)).ReplaceLineEndings("\n");

    [GeneratedRegex("""\s*<link rel="stylesheet" href="/client/(?<file>[\w-]+\.css)">""")]
    private static partial Regex StyleLink();

    [GeneratedRegex("""<script src="/client/(?<file>[\w-]+)\.js"(?<rest>[^>]*)></script>""")]
    private static partial Regex EarlyScript();

    [GeneratedRegex("""<script type="module" src="/client/(?<file>[\w-]+\.js)"></script>""")]
    private static partial Regex EntryScript();

    [GeneratedRegex("""\s*aria-label="[^"]*"(?=\s+data-i18n-label=)""")]
    private static partial Regex MarkedLabel();

    [GeneratedRegex("""(?<=<[^<>]*\bdata-i18n="[^"]*"[^<>]*>)[^<>]+(?=<)""")]
    private static partial Regex MarkedText();

    // An attribute whose value needs no quotes (HTML 13.1.2.3).
    [GeneratedRegex("""="(?<value>[\w#.:-][\w#./:-]*)"(?=[\s>])""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex Lines();
}

/// <summary>What pages load.</summary>
/// <param name="Files">Texts by the names of files.</param>
/// <param name="Errors">Files that weren't understood, and why.</param>
internal sealed record Bundle(
    IReadOnlyDictionary<string, string> Files, IReadOnlyList<(string File, string Error)> Errors);
