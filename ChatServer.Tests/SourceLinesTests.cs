using ChatServer.Tests.Support;

namespace ChatServer.Tests;

/// <summary>What the formatter doesn't hold.</summary>
public sealed class SourceLinesTests
{
    private const int MaxColumns = 110; // max_line_length in .editorconfig

    [Test]
    public void No_line_of_the_server_is_wider_than_a_reader_has_room_for()
    {
        var folder = Path.Combine(Sources.Root, "ChatServer");
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Built(Path.GetRelativePath(folder, file))).ToList();
        Assert.That(files, Has.Count.GreaterThan(100));
        var wide = files.SelectMany(file => File.ReadLines(file).Select((line, index) => (file, index, line)))
            .Where(found => found.line.Length > MaxColumns)
            .Select(found => $"{Path.GetRelativePath(folder, found.file)}:{found.index + 1}");
        Assert.That(wide, Is.Empty);
    }

    private static bool Built(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj");
}
