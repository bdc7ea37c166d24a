using System.Collections;
using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>A platform whose programs print what a test says, by their command lines.</summary>
internal sealed class FakeTools : IPlatformTools, IEnumerable
{
    private readonly Dictionary<string, ToolOutput> _outputs = [];

    public Dictionary<string, string> Files { get; } = [];

    /// <summary>The command lines, in the order in which they were run.</summary>
    public List<string> Asked { get; } = [];

    public ToolOutput this[string line]
    {
        get => _outputs[line];
        set => _outputs[line] = value;
    }

    public bool Has(string name) => _outputs.Keys.Any(line => line.Split(' ')[0] == name);

    public string? Read(string path) => Files.GetValueOrDefault(path);

    public Task<ToolOutput?> RunAsync(string name, params string[] arguments)
    {
        var line = string.Join(' ', [name, .. arguments]);
        Asked.Add(line);
        return Task.FromResult(_outputs.GetValueOrDefault(line));
    }

    public IEnumerator GetEnumerator() => _outputs.GetEnumerator();
}
