using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatServer.Bench;

/// <summary>Somebody who listens to a room by one technique, and counts every byte of it.</summary>
/// <param name="port">Where the server is, on loopback.</param>
/// <param name="room">The room.</param>
/// <param name="traffic">Where it counts.</param>
internal abstract partial class BenchClient(int port, string room, Traffic traffic)
{
    /// <summary>What a message of the bench says: when it was sent.</summary>
    public static string Stamp() =>
        string.Create(CultureInfo.InvariantCulture, $"sent at {Stopwatch.GetTimestamp()}");

    protected int Port => port;

    protected string Room => room;

    protected Traffic Traffic => traffic;

    /// <summary>Listens until it is cancelled.</summary>
    /// <param name="ready">Told when it would get a message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        try
        {
            await ListenAsync(ready, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
            when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The bench is over.
        }
    }

    protected abstract Task ListenAsync(Action ready, CancellationToken cancellationToken);

    /// <summary>Opens a connection that counts.</summary>
    protected async Task<CountingStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
        return new CountingStream(new NetworkStream(socket, ownsSocket: true), traffic);
    }

    /// <summary>Sends the head of a GET.</summary>
    protected async Task RequestAsync(
        CountingStream stream, string target, string headers, CancellationToken cancellationToken)
    {
        traffic.Request();
        var head = $"GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n"
            + $"User-Agent: bench\r\nAccept: */*\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts the messages in a text, by their stamps.</summary>
    protected void Note(string text)
    {
        foreach (Match stamp in SentAt().Matches(text))
        {
            var sent = long.Parse(stamp.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            traffic.Delivered(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
    }

    [GeneratedRegex("sent at ([0-9]+)")]
    private static partial Regex SentAt();
}
