using System.Net;

namespace ChatServer.Transport;

/// <summary>Counts open connections: all, and those of each network. Any thread may call it.</summary>
/// <param name="limit">Most connections in all.</param>
public sealed class ConnectionGate(int limit)
{
    /// <summary>
    /// Most connections of one network that isn't this machine: a classroom behind one router fits, a flood
    /// doesn't.
    /// </summary>
    public const int LimitPerNetwork = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _perNetwork = [];
    private int _open;

    /// <returns>False if there are too many; then nothing is counted.</returns>
    public bool TryEnter(IPAddress address)
    {
        var network = ClientNetwork.Of(address);
        lock (_gate)
        {
            if (_open >= limit) return false;
            if (!IPAddress.IsLoopback(network))
            {
                var count = _perNetwork.GetValueOrDefault(network);
                if (count >= LimitPerNetwork) return false;
                _perNetwork[network] = count + 1;
            }
            _open++;
            return true;
        }
    }

    public void Leave(IPAddress address)
    {
        var network = ClientNetwork.Of(address);
        lock (_gate)
        {
            _open--;
            if (!_perNetwork.TryGetValue(network, out var count)) return;
            if (count == 1) _perNetwork.Remove(network);
            else _perNetwork[network] = count - 1;
        }
    }
}
