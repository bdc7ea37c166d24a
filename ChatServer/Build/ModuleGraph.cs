namespace ChatServer.Build;

/// <summary>
/// The modules of a page: those which its entry imports, directly or not, and those that are imported when
/// they are needed, each in an order in which they can run.
/// </summary>
internal sealed class ModuleGraph
{
    /// <summary>In the place of this module the build puts another: see there.</summary>
    public const string Texts = "texts.js";

    private readonly Func<string, string> _read;
    private readonly Dictionary<string, string> _sources = [];
    private readonly List<string> _first = [];
    private readonly List<string> _later = [];
    private readonly List<string> _late;

    /// <param name="read">Gives the text of a module.</param>
    /// <param name="entry">The module that a page runs.</param>
    /// <exception cref="InvalidDataException">A cycle of imports.</exception>
    public ModuleGraph(Func<string, string> read, string entry)
    {
        _read = read;
        Entry = entry;
        Visit(entry, _first, []);
        // What is imported later may do so itself: the list grows while it is gone through.
        _late = [.. LateImportsOf(_first)];
        for (var at = 0; at < _late.Count; at++)
        {
            var before = _later.Count;
            Visit(_late[at], _later, []);
            _late.AddRange(LateImportsOf(_later.Skip(before)).Except(_late).ToList());
        }
    }

    /// <summary>The module that a page runs.</summary>
    public string Entry { get; }

    /// <summary>What a page needs at once.</summary>
    public IReadOnlyList<string> First => _first;

    /// <summary>What is only needed by what is imported later.</summary>
    public IReadOnlyList<string> Later => _later;

    /// <summary>What is imported when it is needed.</summary>
    public IReadOnlyList<string> Late => _late;

    /// <summary>Whether a page has texts in languages.</summary>
    public bool HasTexts => _first.Contains(Texts);

    /// <summary>The text of a module; of that which has all texts, none: see <see cref="Texts"/>.</summary>
    public string Source(string file)
    {
        if (file == Texts) return "";
        if (!_sources.TryGetValue(file, out var source)) _sources[file] = source = _read(file);
        return source;
    }

    private void Visit(string file, List<string> order, List<string> path)
    {
        if (_first.Contains(file) || order.Contains(file)) return;
        if (path.Contains(file))
            throw new InvalidDataException($"A cycle of imports: {string.Join(" → ", path)} → {file}");
        path.Add(file);
        foreach (var import in ModuleSyntax.ImportsOf(Source(file))) Visit(import.File, order, path);
        path.RemoveAt(path.Count - 1);
        order.Add(file);
    }

    private IEnumerable<string> LateImportsOf(IEnumerable<string> files) =>
        files.SelectMany(file => ModuleSyntax.LateImportsOf(Source(file))).Distinct();
}
