using System.Security.Cryptography;
using ChatServer.Diagnosis;
using ChatServer.Endpoints;
using ChatServer.Endpoints.Chat;
using ChatServer.Files;
using ChatServer.Log;
using ChatServer.Rooms;
using ChatServer.Site;
using ChatServer.Site.Api;
using ChatServer.Site.Monitoring;
using ChatServer.Support;
using ChatServer.Transport;
using ChatServer.Webhooks;
using Serilog;

namespace ChatServer;

/// <summary>
/// Builds the parts, starts them in order, and stops them in reverse. The only place that knows all of them.
/// </summary>
public sealed class ServerHost : IAsyncDisposable
{
    /// <summary>Bytes of broadcasts that may wait for a slow reader.</summary>
    private const int OutboxBytes = 1 << 20;

    /// <summary>
    /// A frame may be so many times as long as the longest text: JSON escapes, and the fields around it.
    /// </summary>
    private const int FrameToText = 4;

    /// <summary>What tells this server from others on the machine, and from the one before.</summary>
    private const int InstanceBytes = 8;

    /// <summary>How long the last batches, the farewells and the last read marks may take together.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(4);

    private readonly TimeProvider _time;
    private readonly DataFolder? _folder;
    private readonly IEventLog _log;
    private readonly FileStore _files;
    private readonly FileSweep _sweep;
    private readonly House _house;
    private readonly SupportDesk _support;
    private readonly WebhookRegistry _webhooks;
    private readonly Retention? _retention;
    private readonly Heartbeat _heartbeat;
    private readonly WebSocketListener _webSockets;
    private readonly RouteTable _routes;
    private readonly SiteListener _site;
    private readonly FrontDoor _door;

    private ServerHost(
        Settings settings, DataFolder? folder, IEventLog log, FileStore files, FileSweep sweep, House house,
        SupportDesk support, WebhookRegistry webhooks, Meters meters, TimeProvider time, ILogger logger)
    {
        _time = time;
        _folder = folder;
        _log = log;
        _files = files;
        _sweep = sweep;
        _house = house;
        _support = support;
        _webhooks = webhooks;
        _retention = settings.KeepFor is { } age ? new Retention(house.Rooms, age, time, logger) : null;
        _heartbeat = new Heartbeat(time);
        _webSockets = new WebSocketListener(Endpoints(settings), _heartbeat, time, logger);
        var rules = new HostRules(MachineNames.Own(), settings.AllowedHosts, settings.AllowedOrigins);
        var requests = new OpenRequests();
        _routes = Routes(settings, meters);
        _site = SiteListener.Start(new SiteHandler(_routes, rules, requests, house.Refused, time), logger);
        try
        {
            _door = new FrontDoor(
                settings.EndPoint, rules, new ConnectionGate(settings.MaxConnections), _webSockets,
                new HttpRelay(_site.EndPoint, _site.Key, requests, time), time, logger);
        }
        catch
        {
            // The port is what most often can't be had.
            _site.Dispose();
            _heartbeat.Dispose();
            _retention?.Dispose();
            throw;
        }
    }

    /// <summary>The port, also where any free one was asked for.</summary>
    public int Port => _door.Port;

    /// <summary>The admin key, if the server made it itself.</summary>
    public string? MadeAdminKey { get; private set; }

    /// <summary>WebSockets open now.</summary>
    public int WebSockets => _webSockets.Count;

    /// <summary>Bytes that files of messages take, with those under way.</summary>
    public long FileBytes => _files.UsedBytes;

    /// <summary>Every path of the plain-HTTP side, with its methods.</summary>
    internal IEnumerable<(string Path, IEnumerable<string> Methods)> HttpRoutes => _routes.All;

    /// <summary>Opens the log, takes the port, and begins to serve.</summary>
    /// <exception cref="LogException">The log can't be opened; the message is one clear line.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port can't be had.</exception>
    public static async Task<ServerHost> StartAsync(Settings settings, TimeProvider time, ILogger logger)
    {
        var folder = settings.DataPath is null ? null : DataFolder.Take(settings.DataPath);
        IEventLog? log = null;
        FileStore? files = null;
        SupportDesk? support = null;
        WebhookRegistry? webhooks = null;
        try
        {
            var meters = new Meters();
            log = folder is null
                ? SqliteEventLog.InMemory(time, logger, meters.Activity)
                : SqliteEventLog.InFolder(folder, time, logger, meters.Activity);
            files = folder is null
                ? FileStore.Temporary(settings.Files, logger)
                : FileStore.InFolder(folder, settings.Files, logger);
            var sweep = new FileSweep(files, log, time, logger);
            var adminKey = settings.AdminKey
                ?? (folder is null ? AdminKeyFile.Make() : AdminKeyFile.ReadOrMake(folder.Path));
            var secrets = new HouseSecrets(
                new HouseSecret(adminKey),
                settings.Password is null ? null : new HouseSecret(settings.Password));
            var house = await House.LoadAsync(
                log, settings.Rooms, settings.Limits, secrets, settings.BotKeys, time, logger,
                meters.Activity, sweep).ConfigureAwait(false);
            support = await SupportDesk
                .LoadAsync(log, house, settings.AgentLimit, settings.DeskMailPath, logger)
                .ConfigureAwait(false);
            webhooks = await WebhookRegistry.LoadAsync(log, house, settings.AllowInternalWebhooks, logger)
                .ConfigureAwait(false);
            var host = new ServerHost(
                settings, folder, log, files, sweep, house, support, webhooks, meters, time, logger);
            host.MadeAdminKey = settings.AdminKey is null ? adminKey : null;
            host._door.Open();
            webhooks.Start();
            sweep.Start();
            return host;
        }
        catch
        {
            if (webhooks is not null) await webhooks.DisposeAsync().ConfigureAwait(false);
            support?.Dispose();
            if (files is not null) await files.DisposeAsync().ConfigureAwait(false);
            if (log is not null) await log.DisposeAsync().ConfigureAwait(false);
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops in order: nobody new, the last batches, farewells, the log. Takes 5 s at most.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(StopTimeout, _time);
        await _door.CloseAsync().ConfigureAwait(false);
        _retention?.Dispose();
        _sweep.Dispose();
        // Before the last batches, since what their receivers answer is said in rooms.
        await UntilAsync(_webhooks.StopAsync(), deadline.Token).ConfigureAwait(false);
        _support.Dispose();
        await UntilAsync(_house.Rooms.WhenIdleAsync(), deadline.Token).ConfigureAwait(false);
        await UntilAsync(_support.FinishAsync(), deadline.Token).ConfigureAwait(false);
        // Once before the farewells, which a single silent peer can draw out to the deadline, and once after.
        await UntilAsync(_house.Reads.FlushAsync(), deadline.Token).ConfigureAwait(false);
        _webSockets.CloseAll();
        await UntilAsync(_door.WhenAllEndedAsync(), deadline.Token).ConfigureAwait(false);
        _webSockets.AbortAll();
        await _door.DisposeAsync().ConfigureAwait(false);
        _site.Dispose();
        // Until here somebody may set it.
        _support.Setup.Dispose();
        _heartbeat.Dispose();
        await UntilAsync(_house.Reads.FlushAsync(), deadline.Token).ConfigureAwait(false);
        _house.Reads.Dispose();
        await UntilAsync(_webhooks.DisposeAsync().AsTask(), deadline.Token).ConfigureAwait(false);
        _house.Rooms.Dispose();
        await UntilAsync(_files.DisposeAsync().AsTask(), deadline.Token).ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
        _folder?.Dispose();
    }

    private EndpointTable Endpoints(Settings settings) =>
        new EndpointTable(new WebSocketSettings
        {
            MaxMessageBytes = settings.Limits.TextBytes * FrameToText,
            OutboxBytes = OutboxBytes,
        })
            .Require("/ws", new ChatEndpoint(_house, _support, PageAddressOf(settings)))
            .Accept("/rooms/{room}", new PlainTextEndpoint(_house))
            .RequireInParts("/echo", new EchoEndpoint())
            .Accept("/path/", new ArticleEndpoint());

    private RouteTable Routes(Settings settings, Meters meters)
    {
        var routes = new RouteTable();
        new Pages(new Assets(), settings.AllowedOrigins).AddTo(routes);
        var instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(InstanceBytes));
        new HealthPage(_log, instance).AddTo(routes);
        var api = new HouseApi(
            _house, _support, _files, _webhooks, _webSockets, new ConnectionGate(settings.MaxConnections));
        api.AddTo(routes);
        var doctor = new Doctor(settings.EndPoint.Address, () => Port, instance, _time);
        new DoctorApi(new Access(_house), doctor, QrCode.Rows).AddTo(routes);
        meters.AddTo(routes, SourcesOf(api));
        return routes;
    }

    // The door opens after the routes are there, and before anybody asks.
    private StateSources SourcesOf(HouseApi api) => new(_house, api.Streams)
    {
        Connections = () => _door.Connections,
        WebSockets = () => _webSockets.Count,
        WebSocketBytes = () => _webSockets.WaitingBytes,
        FileBytes = () => _files.UsedBytes,
        SlowWebSockets = () => _webSockets.SlowCloses,
    };

    private static PageAddress PageAddressOf(Settings settings) =>
        new(() => LanAddresses.For(settings.EndPoint.Address) is [var best, ..] ? best : null);

    private static async Task UntilAsync(Task task, CancellationToken deadline)
    {
        try
        {
            await task.WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What is stopped next doesn't wait for it.
        }
    }
}
