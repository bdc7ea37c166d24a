using System.Net;

namespace ChatServer.Diagnosis;

/// <summary>All that was looked at, before anything is concluded of it.</summary>
internal sealed record Facts
{
    /// <summary>What the server listens on, or is said to.</summary>
    public required IPAddress Bound { get; init; }

    public required int Port { get; init; }

    /// <summary>Which server it is that looks at itself; <c>null</c> if it isn't one that does.</summary>
    public string? Instance { get; init; }

    public IReadOnlyList<NetworkAdapter> Adapters { get; init; } = [];

    public Surroundings Surroundings { get; init; } = new();

    /// <summary>What came of knocking at this machine's loopback, or at the one address that it listens
    /// on.</summary>
    public ProbeResult Near { get; init; } = new(ProbeOutcome.Refused);

    /// <summary>The addresses that others could use, best first.</summary>
    public IReadOnlyList<Knock> Lan { get; init; } = [];

    /// <summary>What came of knocking at the addresses of IPv6, where they aren't among the others.</summary>
    public IReadOnlyList<Knock> V6 { get; init; } = [];

    /// <summary>What firewalls do; <c>null</c> if they weren't looked at.</summary>
    public IReadOnlyList<FirewallState>? Firewalls { get; init; }

    /// <summary>What came of the name by which others are to find the server; <c>null</c> if none was
    /// given.</summary>
    public NameCheck? Name { get; init; }
}

/// <summary>What came of knocking at an address.</summary>
internal sealed record Knock(LanAddress Address, ProbeResult Result);

/// <summary>What came of looking a name up, and of asking by it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Addresses">Where it leads.</param>
/// <param name="Result">What the server answered to it; <c>null</c> if it doesn't answer at all.</param>
internal sealed record NameCheck(string Name, IReadOnlyList<IPAddress> Addresses, ProbeResult? Result);
