using System.Diagnostics;
using System.Globalization;

namespace ChatServer.Bench;

/// <summary>
/// The article's claim, measured: the same room followed by polling, long-polling, server-sent events and
/// WebSockets, by 100 clients each, on one server. First nothing happens there, then ten messages a second.
/// </summary>
internal sealed class TransportBench(TextWriter output, TimeProvider time)
{
    private const int Clients = 100;
    private const int MessagesPerSecond = 10;

    private static readonly TimeSpan PhaseTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, Technique> Techniques = new()
    {
        ["polling, 1 s"] = (port, room, traffic, time) => new PollingClient(port, room, traffic, 0, time),
        ["long-polling"] = (port, room, traffic, time) => new PollingClient(port, room, traffic, 30, time),
        ["server-sent events"] = (port, room, traffic, _) => new StreamingClient(port, room, traffic),
        ["WebSocket"] = (port, room, traffic, _) => new SocketClient(port, room, traffic),
    };

    private delegate BenchClient Technique(int port, string room, Traffic traffic, TimeProvider time);

    /// <summary>Measures all of them, one after the other, and prints the table.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync().ConfigureAwait(false);
        // What then still runs has lost its server, and ends with the process.
        await MeasureAsync(server).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task MeasureAsync(BenchServer server)
    {
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{Clients} clients of each kind, {PhaseTime.TotalSeconds:0} s idle, "
            + $"then {PhaseTime.TotalSeconds:0} s with {MessagesPerSecond} messages a second, "
            + $"on loopback.\n")).ConfigureAwait(false);
        await output.WriteLineAsync(
            "| | idle: requests/s | idle: bytes/s | idle: server CPU "
            + "| requests per message delivered | bytes up | bytes down "
            + "| delay p50 | delay p99 | busy: server CPU |").ConfigureAwait(false);
        await output.WriteLineAsync("|---|---|---|---|---|---|---|---|---|---|").ConfigureAwait(false);
        var number = 0;
        foreach (var (name, make) in Techniques)
            await MeasureAsync(server, name, make, $"bench-{++number}").ConfigureAwait(false);
    }

    private async Task MeasureAsync(
        BenchServer server, string name, Technique make, string room)
    {
        var traffic = new Traffic();
        using var ending = new CancellationTokenSource();
        // Somebody has to have said something there, for the room to be found by those who only read.
        var speaker = new SocketClient(server.Port, room, new Traffic());
        var running = new List<Task> { await StartAsync(speaker, ending.Token).ConfigureAwait(false) };
        await speaker.SayAsync("first", ending.Token).ConfigureAwait(false);
        running.AddRange(await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ =>
            StartAsync(make(server.Port, room, traffic, time), ending.Token))).ConfigureAwait(false));
        // That all of them came is told as well, where that is told.
        await Task.Delay(Settling, time, ending.Token).ConfigureAwait(false);

        var idle = await PhaseAsync(server, traffic, () => Task.Delay(PhaseTime, time)).ConfigureAwait(false);
        var busy = await PhaseAsync(server, traffic, () => SpeakAsync(speaker, ending.Token))
            .ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        await output.WriteLineAsync(Row(name, idle, busy)).ConfigureAwait(false);
    }

    // Ready, and then the task that ends with it.
    private static async Task<Task> StartAsync(BenchClient client, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = client.RunAsync(() => ready.TrySetResult(), cancellationToken);
        await Task.WhenAny(ready.Task, running).ConfigureAwait(false);
        if (running.IsFaulted) await running.ConfigureAwait(false);
        return running;
    }

    private async Task SpeakAsync(SocketClient speaker, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / MessagesPerSecond), time);
        for (var n = 0; n < MessagesPerSecond * PhaseTime.TotalSeconds; n++)
        {
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            await speaker.SayAsync(BenchClient.Stamp(), cancellationToken).ConfigureAwait(false);
        }
        // What the slowest of them has still to fetch.
        await Task.Delay(TimeSpan.FromSeconds(1.5), time, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Phase> PhaseAsync(BenchServer server, Traffic traffic, Func<Task> phase)
    {
        traffic.Take();
        var (watch, before) = (Stopwatch.StartNew(), server.ProcessorTime);
        await phase().ConfigureAwait(false);
        var used = server.ProcessorTime - before;
        return new Phase(watch.Elapsed.TotalSeconds, used.TotalMilliseconds, traffic.Take());
    }

    private static string Row(string name, Phase idle, Phase busy)
    {
        var delivered = busy.Count.Delays.Count;
        string[] cells =
        [
            name, Number(idle.Count.Requests / idle.Seconds),
            Number((idle.Count.BytesUp + idle.Count.BytesDown) / idle.Seconds),
            $"{Number(idle.ProcessorMilliseconds / idle.Seconds)} ms/s",
            ((double)busy.Count.Requests / delivered).ToString("0.00", CultureInfo.InvariantCulture),
            Number((double)busy.Count.BytesUp / delivered), Number((double)busy.Count.BytesDown / delivered),
            $"{Number(busy.Count.Delay(50))} ms", $"{Number(busy.Count.Delay(99))} ms",
            $"{Number(busy.ProcessorMilliseconds / busy.Seconds)} ms/s",
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Number(double value) =>
        value.ToString(value < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private sealed record Phase(double Seconds, double ProcessorMilliseconds, TrafficCount Count);
}
