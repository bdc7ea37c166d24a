using System.Text.RegularExpressions;

namespace ChatServer.Build;

/// <summary>
/// The modules of a page as one script, in one scope: each name at the top of a module has that of the module
/// behind it, so that none means two things.
/// </summary>
internal sealed partial class ModuleScope
{
    private const string Load = "load_more";

    // A browser may keep it that a module couldn't be fetched: it is asked for by another address then.
    private const string Again =
        """
        let failures = 0;
        function import_again(address) {
          return import(address + (failures > 0 ? `?${failures}` : ''))
            .catch(caught => { failures++; throw caught; });
        }

        """;

    private readonly ModuleGraph _modules;
    private readonly string _address;
    private readonly string _build;

    /// <param name="modules">The modules.</param>
    /// <param name="address">What the addresses of the joined files begin with.</param>
    /// <param name="build">
    /// Of what they are made: a page that was open while the server was updated is loaded anew, once, before
    /// what is of another build runs in it.
    /// </param>
    public ModuleScope(ModuleGraph modules, string address, string build)
    {
        _modules = modules;
        _address = address;
        _build = build;
    }

    /// <summary>Whether anything is imported later.</summary>
    public bool HasMore => _modules.Later.Count > 0;

    /// <summary>The script of what a page needs at once.</summary>
    /// <exception cref="InvalidDataException">A module that isn't understood.</exception>
    public string Page()
    {
        var page = string.Concat(_modules.First.Select(Flat));
        if (!HasMore) return _modules.HasTexts ? Again + page : page;
        var texts = _modules.HasTexts ? $", {Unique("moreTexts", "i18n.js")}()" : "";
        return Again + $$"""
            let loading_more;
            function {{Load}}(at) {
              loading_more ??= Promise.all([import_again('{{_address}}.more.js'){{texts}}])
                .then(([{ build, more }]) => {
                  if (build !== '{{_build}}') renew_page();
                  return more([{{string.Join(", ", Shared)}}], {{Load}});
                })
                .catch(caught => { loading_more = undefined; throw caught; });
              return loading_more.then(modules => modules[at]);
            }
            function renew_page() {
              if (sessionStorage.renewed !== '{{_build}}') {
                sessionStorage.renewed = '{{_build}}';
                location.reload();
              }
              throw new TypeError('The server is of another build.');
            }

            """ + page;
    }

    /// <summary>The script of what is imported later.</summary>
    /// <exception cref="InvalidDataException">A module that isn't understood.</exception>
    public string More() =>
        $$"""
        export const build = '{{_build}}';
        export function more([{{string.Join(", ", Shared)}}], {{Load}}) {
        {{string.Concat(_modules.Later.Select(Flat))}}
        return [{{string.Join(", ", _modules.Late.Select(file => IsFirst(file) ? "" : Exports(file)))}}];
        }
        """;

    /// <summary>What the later modules import from the first.</summary>
    private IEnumerable<string> Shared => _modules.Later
        .SelectMany(file => ModuleSyntax.ImportsOf(_modules.Source(file)))
        .Where(import => IsFirst(import.File))
        .Select(import => Unique(import.Name, import.File))
        .Distinct();

    private bool IsFirst(string file) => _modules.First.Contains(file);

    private string Exports(string file) => "{ " + string.Join(", ",
        from declared in ModuleSyntax.DeclarationsOf(_modules.Source(file))
        where declared.IsExported
        select $"{declared.Name}: {Unique(declared.Name, file)}") + " }";

    private static string Unique(string name, string file) =>
        $"{name}_{Path.GetFileNameWithoutExtension(file).Replace('-', '_')}";

    /// <summary>A module as a part of the one scope.</summary>
    private string Flat(string file)
    {
        if (file == ModuleGraph.Texts) return TextsByLanguage();
        try
        {
            var source = WithShortPrivateNames(_modules.Source(file));
            var body = ModuleSyntax.BodyOf(source, Late);
            // Only there may it wait for something; and nobody imports from it.
            if (file == _modules.Entry) body = $"(async () => {{\n{body}\n}})();";
            // The minifier only knows for variables what is declared.
            var declared = ModuleSyntax.ImportLinesOf(source) + body;
            var renamed = Script.Renamed(declared, UniqueNamesIn(file));
            return KeptImport().Replace(renamed, "") + ";\n";
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }
    }

    private Dictionary<string, string> UniqueNamesIn(string file)
    {
        var source = _modules.Source(file);
        var names = ModuleSyntax.ImportsOf(source)
            .ToDictionary(import => import.Local, import => Unique(import.Name, import.File));
        if (file == _modules.Entry) return names;
        foreach (var declared in ModuleSyntax.DeclarationsOf(source))
            names[declared.Name] = Unique(declared.Name, file);
        return names;
    }

    private string Late(string file) => IsFirst(file)
        ? $"Promise.resolve({Exports(file)})"
        : $"{Load}({_modules.Late.Index().First(late => late.Item == file).Index})";

    private string TextsByLanguage() =>
        $"const {Unique("textsOf", ModuleGraph.Texts)} = async (language, part) => "
            + $"(await import_again(`{_address}.${{part}}.${{language}}.js`)).texts;\n";

    // The minifier leaves them as they are, though nothing outside of a class can name them.
    private static string WithShortPrivateNames(string source)
    {
        var names = PrivateName().Matches(source).Select(name => name.Groups["name"].Value).Distinct()
            .Index().ToDictionary(name => name.Item, name => ShortNames.Of(name.Index));
        return PrivateUse().Replace(source, use => names.GetValueOrDefault(use.Value, use.Value));
    }

    [GeneratedRegex("""^ +(?:static |async |get |set |\*)*#(?<name>\w+)""", RegexOptions.Multiline)]
    private static partial Regex PrivateName();

    [GeneratedRegex("""(?<=^ +(?:static |async |get |set |\*)*#|\.#)\w+""", RegexOptions.Multiline)]
    private static partial Regex PrivateUse();

    [GeneratedRegex("""import\{[^}]*\}from"[^"]*";?""")]
    private static partial Regex KeptImport();
}
