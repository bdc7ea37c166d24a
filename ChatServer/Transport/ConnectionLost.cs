using System.Net.Sockets;
using System.Net.WebSockets;

namespace ChatServer.Transport;

/// <summary>Tells a peer that left, or broke off, from a fault of ours.</summary>
internal static class ConnectionLost
{
    public static bool Is(Exception e) =>
        e is SocketException or IOException or ObjectDisposedException or WebSocketException
            or OperationCanceledException;
}
