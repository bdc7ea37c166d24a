using System.Net;

namespace ChatServer.Diagnosis;

/// <summary>What this machine itself is in, besides its adapters.</summary>
internal sealed record Surroundings
{
    /// <summary>Whether it is Linux inside Windows.</summary>
    public bool IsWsl { get; init; }

    /// <summary>What runs it as a container, such as <c>docker</c>; <c>null</c> if nothing does.</summary>
    public string? Container { get; init; }

    /// <summary>Host and port of the proxy of the environment; <c>null</c> if there is none.</summary>
    public string? Proxy { get; init; }

    /// <summary>From where it reaches the rest of the world; <c>null</c> if it doesn't.</summary>
    public IPAddress? Outgoing { get; init; }

    /// <summary>Those of this process.</summary>
    public static Surroundings Read() => new()
    {
        IsWsl = OperatingSystem.IsLinux() && TellsWsl(ReadOrEmpty("/proc/version")),
        Container = OperatingSystem.IsLinux()
            ? ContainerOf(File.Exists, Environment.GetEnvironmentVariable, ReadOrEmpty("/proc/1/cgroup"))
            : null,
        Proxy = ProxyOf(Environment.GetEnvironmentVariable),
        Outgoing = ThisMachine.Outgoing(),
    };

    /// <param name="version">What <c>/proc/version</c> says.</param>
    public static bool TellsWsl(string version) =>
        version.Contains("microsoft", StringComparison.OrdinalIgnoreCase);

    /// <param name="exists">Whether there is a file.</param>
    /// <param name="environment">Gives a variable of the environment.</param>
    /// <param name="cgroup">What <c>/proc/1/cgroup</c> says.</param>
    public static string? ContainerOf(
        Predicate<string> exists, Func<string, string?> environment, string cgroup)
    {
        if (environment("KUBERNETES_SERVICE_HOST") is not null) return "kubernetes";
        if (exists("/run/.containerenv")) return "podman";
        if (exists("/.dockerenv") || cgroup.Contains("/docker", StringComparison.Ordinal)) return "docker";
        if (environment("container") is { Length: > 0 and < 32 } named) return named;
        return cgroup.Contains("/lxc", StringComparison.Ordinal) ? "lxc" : null;
    }

    /// <summary>
    /// The proxy for plain HTTP, without the user and the password that may stand before it.
    /// </summary>
    /// <param name="environment">Gives a variable of the environment.</param>
    public static string? ProxyOf(Func<string, string?> environment)
    {
        var text = environment("http_proxy") ?? environment("HTTP_PROXY")
            ?? environment("all_proxy") ?? environment("ALL_PROXY");
        if (string.IsNullOrEmpty(text)) return null;
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(whole, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? uri.Authority
            : null;
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
