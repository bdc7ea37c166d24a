using System.Reflection;
using ChatServer.Protocol;
using Prometheus;

namespace ChatServer.Site.Monitoring;

/// <summary>
/// What is so now, and what the parts count themselves: asked when somebody asks here, so that it costs
/// nothing in between.
/// </summary>
internal sealed class StateMeters
{
    private const string WebSocket = "websocket";
    private const string Http = "http";

    // Refusals have no other codes, so no label is ever made of what somebody sent.
    private static readonly string[] Codes =
    [
        .. typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!),
    ];

    private readonly StateSources _sources;
    private readonly Gauge _connections, _rooms, _people, _queue, _files;
    private readonly Counter _slowCloses, _refusals;

    public StateMeters(MetricFactory metrics, StateSources sources)
    {
        _sources = sources;
        _connections = metrics.CreateGauge(
            "chatserver_connections",
            "Connections open now; what isn't a WebSocket yet is http, this request too.", "kind");
        _rooms = metrics.CreateGauge("chatserver_rooms", "Rooms, without conversations of two.");
        _people = metrics.CreateGauge("chatserver_people", "People here now, on however many connections.");
        _queue = metrics.CreateGauge(
            "chatserver_queue_bytes", "Bytes that wait now for clients which read slowly.", "kind");
        _files = metrics.CreateGauge(
            "chatserver_file_bytes", "Bytes that files of messages take on the disk.");
        _slowCloses = metrics.CreateCounter(
            "chatserver_slow_closes_total",
            "Clients closed because too much waited for them: WebSockets with 4001, and streams of events.",
            "kind");
        _refusals = metrics.CreateCounter(
            "chatserver_refusals_total", "Requests refused over WebSockets and HTTP, by error code.",
            "code");
    }

    /// <summary>Brings all of them up to date.</summary>
    public void Sample()
    {
        var (house, streams, webSockets) = (_sources.House, _sources.Streams, _sources.WebSockets());
        _connections.WithLabels(WebSocket).Set(webSockets);
        // Counted one after the other, so a moment may lie between.
        _connections.WithLabels(Http).Set(Math.Max(0, _sources.Connections() - webSockets));
        _rooms.Set(house.Rooms.Count);
        _people.Set(house.People.Count);
        _queue.WithLabels(WebSocket).Set(_sources.WebSocketBytes());
        _queue.WithLabels(Http).Set(streams.WaitingBytes);
        _files.Set(_sources.FileBytes());
        _slowCloses.WithLabels(WebSocket).IncTo(_sources.SlowWebSockets());
        _slowCloses.WithLabels(Http).IncTo(streams.SlowEnds);
        foreach (var code in Codes) _refusals.WithLabels(code).IncTo(house.Refused[code]);
    }
}
