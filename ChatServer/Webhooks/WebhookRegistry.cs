using System.Buffers.Text;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Webhooks;

/// <summary>
/// All webhooks: made and removed by admins, kept in the log, each with a courier that is woken when
/// something is said for it. The room is told of both. Any thread may call it.
/// </summary>
public sealed class WebhookRegistry : IRoomWatcher, IAsyncDisposable
{
    /// <summary>Webhooks that a room can have.</summary>
    public const int MostOfRoom = 10;

    /// <summary>Webhooks that there can be.</summary>
    public const int Most = 200;

    private const int IdBytes = 16;
    private const int SecretBytes = 32;

    private readonly WebhookLog _kept;
    private readonly DeliveryMarks _marks;
    private readonly WebhookClient _client;
    private readonly CourierTools _tools;
    private readonly WebhookTerms _terms;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _changing = new(1); // held while one is made or removed
    private volatile ImmutableDictionary<string, ImmutableList<Courier>> _byRoom =
        ImmutableDictionary<string, ImmutableList<Courier>>.Empty;

    private WebhookRegistry(
        WebhookLog kept, DeliveryMarks marks, House house, OutwardConnector connector, ILogger logger)
    {
        (_kept, _marks, _logger) = (kept, marks, logger);
        _terms = new WebhookTerms(house.People, connector, house.Time);
        _client = new WebhookClient(connector, house.Time);
        _tools = new CourierTools(
            house, marks, _client, new BotVoice(house, logger), webhook => _ = RemoveGoneAsync(webhook),
            logger);
    }

    private IEnumerable<Courier> Couriers => _byRoom.Values.SelectMany(couriers => couriers);

    /// <summary>Folds the webhooks from the log, and has the rooms tell of what is said.</summary>
    /// <param name="log">The log.</param>
    /// <param name="house">Whose rooms they are for.</param>
    /// <param name="allowInternal">Whether they may reach addresses of this machine and its link.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<WebhookRegistry> LoadAsync(
        IEventLog log, House house, bool allowInternal, ILogger logger)
    {
        var kept = new WebhookLog(log);
        var marks = await DeliveryMarks.LoadAsync(log, house.Time, logger).ConfigureAwait(false);
        var registry = new WebhookRegistry(kept, marks, house, new OutwardConnector(allowInternal), logger);
        foreach (var webhook in await kept.ReadAsync().ConfigureAwait(false)) registry.Add(webhook);
        house.Rooms.Follow(registry);
        return registry;
    }

    /// <summary>Begins with what was said before.</summary>
    public void Start()
    {
        foreach (var courier in Couriers) courier.Wake();
    }

    /// <summary>Breaks off what is under way, and writes down how far each has got.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(Couriers.Select(courier => courier.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _marks.FlushAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _marks.Dispose();
        _client.Dispose();
    }

    public void OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        if (!_byRoom.TryGetValue(room.Name, out var couriers)) return;
        foreach (var courier in couriers)
        {
            if (events.Any(courier.Webhook.Wants)) courier.Wake();
        }
    }

    /// <summary>Those of a room, in the order in which they were made.</summary>
    public IReadOnlyList<WebhookView> Of(Room room) =>
        _byRoom.TryGetValue(room.Name, out var couriers)
            ? [.. couriers.Select(courier => View(courier.Webhook, room))]
            : [];

    /// <summary>Makes one; it is for what is said after the room was told of it.</summary>
    /// <param name="room">The room.</param>
    /// <param name="request">What the admin wants.</param>
    /// <param name="by">The admin.</param>
    /// <returns>It, with its secret; or why not.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<(Refusal? Refusal, MadeWebhook? Made)> AddAsync(
        Room room, WebhookRequest request, Sender by)
    {
        if (_terms.Check(request, out var url, out var bot) is { } wrong) return (wrong, null);
        if (await _terms.CheckAddressAsync(url).ConfigureAwait(false) is { } inside) return (inside, null);
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (room.Rules.IsArchived) return (Permission.Archived, null);
            if (CheckNumber(room) is { } full) return (full, null);
            var (refusal, start) = await TellAsync(room, by, bot, isThere: true).ConfigureAwait(false);
            if (start is null) return (refusal, null);
            var target = new WebhookSecret(
                request.Url!, NewText(SecretBytes), request.Match ?? WebhookMatch.All,
                new ReadPoint(room.Epoch, start.Seq).ToString());
            var wanted = new Webhook(NewText(IdBytes), room.Name, bot, target, by, At: 0);
            var webhook = await _kept.KeepAsync(wanted).ConfigureAwait(false);
            Add(webhook).Wake();
            _logger.Information(
                "{Webhook} of {Room} at {Host} was made by {Name}",
                webhook.Id, room.Name, webhook.Host, by.Name);
            return (null, new MadeWebhook(webhook.Id, target.Url, bot, target.Match, target.Secret));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Removes one. Nothing more is posted by it when this completes.</summary>
    /// <returns>False if there is none of that id in the room.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<bool> RemoveAsync(Room room, string id, Sender by)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_byRoom.TryGetValue(room.Name, out var couriers)
                || couriers.Find(courier => courier.Webhook.Id == id) is not { } courier)
            {
                return false;
            }
            await _kept.RemoveAsync(courier.Webhook, by).ConfigureAwait(false);
            _byRoom = _byRoom.SetItem(room.Name, couriers.Remove(courier));
            await courier.DisposeAsync().ConfigureAwait(false);
            await TellAsync(room, by, courier.Webhook.Bot, isThere: false).ConfigureAwait(false);
            _logger.Information("{Webhook} of {Room} was removed by {Name}", id, room.Name, by.Name);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    // Its courier waits for nobody, so that it can be waited for here.
    private async Task RemoveGoneAsync(Webhook webhook)
    {
        try
        {
            if (_tools.House.Rooms.Find(webhook.Room) is { } room)
                await RemoveAsync(room, webhook.Id, webhook.Bot).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            _logger.Warning(
                "{Webhook}, which is gone, could not be removed: {Reason}", webhook.Id, e.Message);
        }
    }

    private Courier Add(Webhook webhook)
    {
        var courier = new Courier(webhook, _tools);
        var others = _byRoom.GetValueOrDefault(webhook.Room, []);
        _byRoom = _byRoom.SetItem(webhook.Room, others.Add(courier));
        return courier;
    }

    private Refusal? CheckNumber(Room room)
    {
        if (Couriers.Count() >= Most) return new Refusal(ErrorCode.NotAllowed, $"there are {Most} webhooks");
        return _byRoom.TryGetValue(room.Name, out var couriers) && couriers.Count >= MostOfRoom
            ? new Refusal(ErrorCode.NotAllowed, $"the room has {MostOfRoom} webhooks")
            : null;
    }

    private static async Task<(Refusal? Refusal, RoomEvent? Told)> TellAsync(
        Room room, Sender by, Sender bot, bool isThere)
    {
        var poster = new PassingPoster(IPAddress.Loopback);
        var draft = new Draft(EventKind.Webhook, by, Id: null, Text: "") { Person = bot, On = isThere };
        room.Post(new Post(draft, poster));
        var outcome = await poster.Outcome.ConfigureAwait(false);
        return (outcome.Refusal, outcome.Event);
    }

    private WebhookView View(Webhook webhook, Room room) => new(
        webhook.Id, webhook.Target.Url, webhook.Bot, webhook.Target.Match, webhook.By, webhook.At,
        _marks.Of(webhook, room.Epoch));

    private static string NewText(int bytes) =>
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
