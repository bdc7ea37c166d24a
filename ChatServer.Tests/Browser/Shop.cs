using System.Net.Sockets;
using System.Text;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Browser;

/// <summary>A site of somebody else, at an origin of its own, whose page has the widget.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly LoopbackListener _listener;

    public Shop() => _listener = new LoopbackListener(client => ServeAsync(client.GetStream()));

    /// <summary>What its one page has in the body.</summary>
    public string Body { get; set; } = "";

    public string Origin => $"http://127.0.0.1:{_listener.Port}";

    public string Authority => $"127.0.0.1:{_listener.Port}";

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
                // The head of the request; it is for the page, whatever it asks.
            }
            var page = Encoding.UTF8.GetBytes(
                $"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Shop</title><link rel=icon href=data:,>{Body}");
            var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {page.Length}\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            await stream.WriteAsync(page);
            stream.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The browser, or the test, has ended.
        }
    }
}
