using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatServer.Diagnosis;

/// <summary>
/// Knocks at a port as a browser would: a connection, and <c>GET /healthz</c>. It is only ever given
/// addresses that this machine has.
/// </summary>
internal sealed class PortProbe(TimeProvider time)
{
    /// <summary>
    /// Time for the connection, and again for the answer. On one machine it is milliseconds.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>As much of an answer as is looked at.</summary>
    private const int AnswerBytes = 4096;

    /// <param name="endPoint">Where.</param>
    /// <param name="host">By what name the server is asked; the address itself if absent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ProbeResult> KnockAsync(
        IPEndPoint endPoint, string? host = null, CancellationToken cancellationToken = default)
    {
        // A machine may lack a family of addresses.
        if (!IsSupported(endPoint.AddressFamily)) return new ProbeResult(ProbeOutcome.Unreachable);
        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var late = new CancellationTokenSource(Timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            await socket.ConnectAsync(endPoint, either.Token).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            return new ProbeResult(e.SocketErrorCode == SocketError.ConnectionRefused
                ? ProbeOutcome.Refused
                : ProbeOutcome.Unreachable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeResult(ProbeOutcome.Unreachable);
        }
        host ??= PageUrl.Host(endPoint.Address);
        return await AskAsync(socket, $"{host}:{endPoint.Port}", cancellationToken).ConfigureAwait(false);
    }

    private static bool IsSupported(AddressFamily family) => family == AddressFamily.InterNetworkV6
        ? Socket.OSSupportsIPv6
        : Socket.OSSupportsIPv4;

    private async Task<ProbeResult> AskAsync(Socket socket, string host, CancellationToken cancellationToken)
    {
        var request = $"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n";
        var buffer = new byte[AnswerBytes];
        var length = 0;
        using var late = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), either.Token).ConfigureAwait(false);
            while (length < buffer.Length)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), either.Token)
                    .ConfigureAwait(false);
                if (read == 0) break;
                length += read;
            }
        }
        catch (SocketException)
        {
            // What came until then says enough.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (length == 0) return new ProbeResult(ProbeOutcome.Silent);
        }
        return ProbeAnswer.Read(Encoding.Latin1.GetString(buffer, 0, length));
    }
}
