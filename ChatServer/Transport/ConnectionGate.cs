using System.Net;

namespace ChatServer.Transport;

/// <summary>Counts open connections: all, and those of one address, or one IPv6 network. Any thread may call it.</summary>
/// <param name="limit">Most connections in all.</param>
public sealed class ConnectionGate(int limit)
{
    /// <summary>
    /// Most connections of one address that isn't loopback: a classroom behind one router fits, a flood
    /// doesn't.
    /// </summary>
    public const int LimitPerAddress = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private int _open;

    /// <returns>False if there are too many; then nothing is counted.</returns>
    public bool TryEnter(IPAddress address)
    {
        address = ClientNetwork.Of(address);
        lock (_gate)
        {
            if (_open >= limit) return false;
            if (!IPAddress.IsLoopback(address))
            {
                var count = _perAddress.GetValueOrDefault(address);
                if (count >= LimitPerAddress) return false;
                _perAddress[address] = count + 1;
            }
            _open++;
            return true;
        }
    }

    public void Leave(IPAddress address)
    {
        address = ClientNetwork.Of(address);
        lock (_gate)
        {
            _open--;
            if (!_perAddress.TryGetValue(address, out var count)) return;
            if (count == 1) _perAddress.Remove(address);
            else _perAddress[address] = count - 1;
        }
    }
}
