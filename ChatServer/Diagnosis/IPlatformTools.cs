namespace ChatServer.Diagnosis;

/// <summary>The platform's own programs and files, as firewalls are read by them.</summary>
internal interface IPlatformTools
{
    /// <summary>Runs a program that changes nothing.</summary>
    /// <param name="name">Its name, without a folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns><c>null</c> if there is no such program, or it didn't end in time.</returns>
    Task<ToolOutput?> RunAsync(string name, params string[] arguments);

    /// <summary>Whether there is such a program.</summary>
    bool Has(string name);

    /// <summary>Reads a small file.</summary>
    /// <returns><c>null</c> if there is none, or it may not be read.</returns>
    string? Read(string path);
}
