namespace ChatServer.Commands;

/// <summary>Where a command that only admins may use finds the admin key.</summary>
public interface IAdminOptions
{
    /// <summary>The key itself.</summary>
    string? AdminKey { get; }

    /// <summary>The data folder of a server on this machine, which has the key that it made.</summary>
    string? Data { get; }
}
