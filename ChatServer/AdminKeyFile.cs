using System.Security.Cryptography;
using ChatServer.Commands;
using ChatServer.Log;

namespace ChatServer;

/// <summary>The admin key that the server makes for itself: once, kept in the data folder.</summary>
internal static class AdminKeyFile
{
    // Without what looks like something else: i, l, o, 0, 1.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 4;
    private const int GroupChars = 7; // 28 in all: 138 bits

    public static string Make() => string.Join(
        '-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupChars)));

    /// <summary>The key of a folder, which is made if it isn't there; nobody else may read it.</summary>
    /// <exception cref="LogException">It can't be read or written, or is empty.</exception>
    public static string ReadOrMake(string folder)
    {
        var path = Path.Combine(folder, AdminKey.FileName);
        try
        {
            if (!File.Exists(path)) Write(path, Make());
            var key = File.ReadAllText(path).Trim();
            return key.Length >= Settings.MinAdminKeyChars
                ? key
                : throw new LogException($"{path} has no admin key; remove it, and a new one is made.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException($"The admin key {path} can't be read or written: {e.Message}", e);
        }
    }

    // Whole or not at all: a crash in between leaves no half a key.
    private static void Write(string path, string key)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(key + "\n"));
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }
}
