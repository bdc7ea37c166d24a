using Microsoft.Playwright;

namespace ChatServer.Tests.Browser;

/// <summary>
/// Stands between a page and the server, and can hold back what the server tells of messages, as a slow
/// network does, or one that breaks at the wrong moment.
/// </summary>
internal sealed class Wire
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _held = [];
    private readonly List<IWebSocketRoute> _sockets = [];

    /// <summary>Whether events of the log are kept back; all else passes.</summary>
    public bool HoldEvents { get; set; }

    /// <summary>How many events are being kept back.</summary>
    public int Held
    {
        get
        {
            lock (_lock) return _held.Count;
        }
    }

    /// <summary>How many connections the page has made.</summary>
    public int Connections => _sockets.Count;

    /// <summary>Takes in every WebSocket that the page opens from its next navigation on.</summary>
    public Task StandBeforeAsync(IPage page) => page.RouteWebSocketAsync("**/ws", Connect);

    /// <summary>Lets through what was held back, and what comes.</summary>
    public void Release()
    {
        HoldEvents = false;
        lock (_lock)
        {
            while (_held.TryDequeue(out var pass)) pass();
        }
    }

    /// <summary>Cuts the newest connection; what was held back is lost with it.</summary>
    public Task CutAsync()
    {
        HoldEvents = false;
        lock (_lock) _held.Clear();
        return _sockets[^1].CloseAsync(new() { Code = 4001 });
    }

    private void Connect(IWebSocketRoute page)
    {
        _sockets.Add(page);
        var server = page.ConnectToServer();
        page.OnMessage(frame => server.Send(frame.Text!));
        server.OnMessage(frame => Pass(frame.Text!, () => page.Send(frame.Text!)));
    }

    private void Pass(string text, Action pass)
    {
        lock (_lock)
        {
            var isEvent = text.Contains("\"type\":\"event\"", StringComparison.Ordinal);
            if (HoldEvents && isEvent) _held.Enqueue(pass);
            else pass();
        }
    }
}
