namespace ChatServer.Diagnosis;

/// <summary>A kind of firewall that this machine may have.</summary>
internal interface IFirewall
{
    /// <summary>What it does with a port, as far as whoever runs this may know. Changes nothing.</summary>
    /// <param name="port">The TCP port.</param>
    /// <param name="adapter">The adapter that the connections would come by; <c>null</c> if unknown.</param>
    /// <returns><c>null</c> if this machine hasn't such a firewall.</returns>
    Task<FirewallState?> ReadAsync(int port, string? adapter);
}
