using System.Net;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// The article's techniques side by side on one room under load, with kills in between: polling, long-polling, server-sent
/// events and WebSockets each see every event once and in order.
/// </summary>
public sealed class TechniquesTests
{
    private const int ListenersEach = 20;
    private const int Publishers = 4;
    private const int PublicationsEach = 150;
    private const int Total = (Publishers * PublicationsEach) + 1;
    private const int Kills = 3;

    private readonly int _port = ServerProcess.FreePort();
    private int _published;

    [Test]
    public async Task Every_technique_sees_every_event_once_and_in_order()
    {
        using var folder = new TemporaryFolder();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = ChatPeer.Patience };
        var server = await StartAsync(folder);
        // Who asks for a room before anything was said there is told that there is none.
        await PublishAsync(http, "first", "first", key: null);
        var listeners = Enumerable.Range(0, ListenersEach).SelectMany(_ => (Listening[])
        [
            new PollingClient(http, TimeSpan.Zero), new PollingClient(http, TimeSpan.FromSeconds(30)),
            new StreamingClient(http), new SocketClient(_port),
        ]).ToList();
        var listening = listeners.Select(listener => Task.Run(() => listener.RunAsync(Total))).ToList();
        var publishing = Enumerable.Range(0, Publishers).Select(n => Task.Run(() => PublishAllAsync(http, n))).ToList();

        for (var kill = 1; kill <= Kills; kill++)
        {
            await Eventually.IsAsync(() => Volatile.Read(ref _published) >= kill * Total / (Kills + 1));
            await server.KillAsync();
            server = await StartAsync(folder);
        }
        await Task.WhenAll(publishing).WaitAsync(ChatPeer.Patience * 3);
        await Task.WhenAll(listening).WaitAsync(ChatPeer.Patience * 3);
        foreach (var listener in listeners)
        {
            Assert.That(listener.Violations, Is.Empty, listener.GetType().Name);
            Assert.That(listener.Seqs, Is.EqualTo(Enumerable.Range(1, Total).Select(seq => (long)seq)), listener.GetType().Name);
        }
        TestContext.Out.WriteLine($"{listeners.Sum(listener => listener.Returns)} returns");
        await server.DisposeAsync();
        Assert.That(server.Output, Does.Not.Contain(" ERR ").And.Not.Contain(" FTL "));
    }

    private Task<ServerProcess> StartAsync(TemporaryFolder folder) => ServerProcess.StartAsync(
        ["--port", $"{_port}", "--bind", "127.0.0.1", "--data", folder.Path, "--message-rate", "0", "--log-level", "warning"]);

    private async Task PublishAllAsync(HttpClient http, int publisher)
    {
        // Every fifth changes one message in place.
        for (var n = 0; n < PublicationsEach; n++)
            await PublishAsync(http, $"{n} of {publisher}", $"{publisher}-{n}", n % 5 == 0 ? $"progress of {publisher}" : null);
    }

    private async Task PublishAsync(HttpClient http, string text, string id, string? key)
    {
        var query = key is null ? $"?id={id}" : $"?id={id}&key={Uri.EscapeDataString(key)}";
        while (true)
        {
            try
            {
                using var body = new StringContent(text);
                using var answer = await http.PostAsync($"/api/rooms/lobby/messages{query}", body);
                if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK) break;
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            }
            catch (HttpRequestException)
            {
                // The server was killed: whether it took the message or not, it may come again.
            }
            await Task.Delay(Listening.BackOff, TimeProvider.System);
        }
        Interlocked.Increment(ref _published);
    }
}
