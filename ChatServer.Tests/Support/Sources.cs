using System.Runtime.CompilerServices;

namespace ChatServer.Tests.Support;

/// <summary>Where the sources are, for tests that hold documents and folders against the code.</summary>
internal static class Sources
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string thisFile = "")
    {
        // Deterministic builds may map the path of the file away; then the folder is above that of the test.
        var start = File.Exists(thisFile) ? Path.GetDirectoryName(thisFile)! : AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ChatServer.sln"))) return folder.FullName;
        }
        throw new AssertionException($"there is no ChatServer.sln above {start}");
    }
}
