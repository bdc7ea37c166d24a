namespace ChatServer.Commands;

/// <summary>Where commands find the admin key.</summary>
internal static class AdminKey
{
    /// <summary>The file in the data folder with the key that the server made.</summary>
    public const string FileName = "admin-key";

    /// <exception cref="CommandFailure">There is none, or it can't be read.</exception>
    public static string Find(AdminOptions options)
    {
        var given = options.AdminKey ?? Environment.GetEnvironmentVariable("CHATSERVER_ADMIN_KEY");
        if (!string.IsNullOrEmpty(given)) return given.Trim();
        var path = Path.Combine(options.Data ?? "data", FileName);
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                "The admin key is needed: --admin-key, CHATSERVER_ADMIN_KEY, or --data with the server's "
                + $"folder ({path} can't be read).",
                e);
        }
    }
}
