using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Webhooks;

/// <summary>
/// The webhooks as they are kept: a stream of the log with one event for each, the newest. Their secrets are
/// in it as they are. Any thread may call it.
/// </summary>
internal sealed class WebhookLog(IEventLog log)
{
    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":webhooks";

    private readonly LogStream _stream = log.Open(StreamName);

    /// <summary>All that there are.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task<IReadOnlyList<Webhook>> ReadAsync()
    {
        var webhooks = new List<Webhook>();
        await foreach (var e in WholeStream.ReadAsync(log, _stream).ConfigureAwait(false))
        {
            if (Of(e) is { } webhook) webhooks.Add(webhook);
        }
        return webhooks;
    }

    /// <summary>Keeps a new one.</summary>
    /// <returns>It, with the time of now.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<Webhook> KeepAsync(Webhook webhook) =>
        Of(await WriteAsync(webhook, webhook.By, isThere: true).ConfigureAwait(false))!;

    /// <summary>Removes one; what was secret about it is overwritten.</summary>
    /// <exception cref="LogException">The log can't write.</exception>
    public Task RemoveAsync(Webhook webhook, Sender by) => WriteAsync(webhook, by, isThere: false);

    private async Task<RoomEvent> WriteAsync(Webhook webhook, Sender by, bool isThere)
    {
        var draft = new Draft(EventKind.Webhook, webhook.Bot, webhook.Id, webhook.Room)
        {
            Supersedes = true,
            On = isThere,
            Person = by,
            Secret = isThere ? new EventSecret { Webhook = webhook.Target } : null,
        };
        var appended = await log.AppendAsync(_stream, [draft]).ConfigureAwait(false);
        return appended[0].Event!;
    }

    private static Webhook? Of(RoomEvent e) =>
        e is { On: true, Id: { } id, Person: { } by, Secret.Webhook: { } target }
            ? new Webhook(id, e.Text, e.From, target, by, e.At)
            : null;
}
