using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Webhooks;

/// <summary>
/// Says in the room what a receiver has answered, as the webhook's bot, whom the rules and limits of a bot
/// bind. Any thread may call it.
/// </summary>
internal sealed class BotVoice(House house, ILogger logger)
{
    /// <summary>Longest pause that is waited for; what a room in slow mode wants can be an hour.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private const int MostTries = 10;

    /// <summary>
    /// Says it, waiting where there was too much of late; what is refused otherwise is dropped.
    /// </summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="room">Its room.</param>
    /// <param name="e">What is answered.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="stopping">Cancelled when nothing is to be said any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task SayAsync(
        Webhook webhook, Room room, RoomEvent e, WebhookAnswer answer, CancellationToken stopping)
    {
        if (string.IsNullOrEmpty(answer.Text)) return;
        for (var tries = 1; ; tries++)
        {
            var refusal = await TrySayAsync(webhook, room, e, answer, stopping).ConfigureAwait(false);
            if (refusal is null) return;
            if (refusal.RetryAfter is not { } wait || wait > LongestWait || tries == MostTries)
            {
                logger.Debug("An answer to {Webhook} isn't said: {Code}", webhook.Id, refusal.Code);
                return;
            }
            await Task.Delay(wait, house.Time, stopping).ConfigureAwait(false);
        }
    }

    private async Task<Refusal?> TrySayAsync(
        Webhook webhook, Room room, RoomEvent e, WebhookAnswer answer, CancellationToken stopping)
    {
        if (answer.Key is { Length: 0 or > House.MaxClientIdChars })
            return new Refusal(ErrorCode.BadId, "a key that can't be");
        // The house isn't asked for its password: an admin has let the bot in.
        var poster = new PassingPoster(IPAddress.Loopback);
        if (!PersonName.TryParse(webhook.Bot.Name, out var name)
            || house.People.EnterAs(webhook.Bot.Id, name, poster) is not { } bot)
        {
            return new Refusal(ErrorCode.NameTaken, "the bot's name is somebody else's");
        }
        try
        {
            long? reply = answer.Reply is false ? null : e.Seq;
            // The id is that of the delivery: one that is made twice is answered once.
            var saying = new Saying(answer.Text!)
            {
                Id = webhook.DeliveryOf(e),
                Reply = reply,
                Key = answer.Key,
            };
            var refusal = house.Speaking.Say(room, bot, saying, poster);
            if (refusal is not null) return refusal;
            return (await poster.Outcome.WaitAsync(stopping).ConfigureAwait(false)).Refusal;
        }
        finally
        {
            house.People.Leave(bot, poster);
        }
    }
}
