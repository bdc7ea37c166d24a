using ChatServer.Log;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Webhooks;

/// <summary>
/// Takes a webhook's messages out of the log and delivers them, in order, each at least once. It keeps
/// nothing in memory but where it is, so that a dead receiver costs nothing but its own delay. Any thread may
/// call it; it works on the pool, and only while there is something to do.
/// </summary>
internal sealed class Courier : IAsyncDisposable
{
    /// <summary>Tries for one event; with the waits in between they take nine minutes.</summary>
    public const int MostTries = 10;

    // What was said is looked up again before each try, so of a page only the numbers are kept.
    private const int PageEvents = 100;
    private const int PageBytes = 256 * 1024;

    private static readonly TimeSpan LogPause = TimeSpan.FromSeconds(5);

    private readonly CourierTools _tools;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new(); // guards everything below
    private Task _run = Task.CompletedTask;
    private bool _isRunning;
    private bool _isDue;
    private bool _hasEnded;
    private bool _isStopped;

    public Courier(Webhook webhook, CourierTools tools)
    {
        Webhook = webhook;
        _tools = tools;
    }

    public Webhook Webhook { get; }

    /// <summary>There may be something to deliver. Never waits.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_hasEnded) return;
            _isDue = true;
            if (_isRunning) return;
            _isRunning = true;
            _run = Task.Run(RunAsync);
        }
    }

    /// <summary>Breaks off what is under way: it is delivered again after a restart.</summary>
    public async ValueTask DisposeAsync()
    {
        bool wasStopped;
        lock (_gate)
        {
            wasStopped = _isStopped;
            _hasEnded = _isStopped = true;
        }
        if (!wasStopped) await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (TakeWork()) await DeliverAllAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What wasn't delivered is still in the log.
        }
        catch (Exception e)
        {
            _tools.Logger.Error(e, "Delivering to {Webhook} failed", Webhook.Id);
            lock (_gate) _isRunning = false;
        }
    }

    private bool TakeWork()
    {
        lock (_gate)
        {
            _isRunning = _isDue && !_hasEnded;
            _isDue = false;
            return _isRunning;
        }
    }

    private async Task DeliverAllAsync()
    {
        // With --fixed-rooms it may be out of sight.
        if (_tools.House.Rooms.Find(Webhook.Room) is not { } room) return;
        EventPage page;
        do
        {
            var after = _tools.Marks.Of(Webhook, room.Epoch);
            page = await AskLogAsync(() => room.ReadAsync(PageRequest.After(after, PageEvents, PageBytes)))
                .ConfigureAwait(false);
            foreach (var seq in page.Events.Where(Webhook.Wants).Select(e => e.Seq).ToList())
            {
                if (!await DeliverAsync(room, seq).ConfigureAwait(false)) return;
                _tools.Marks.Move(Webhook, new ReadPoint(room.Epoch, seq));
            }
            var last = page.More ? page.Events[^1].Seq : page.Head;
            if (last > _tools.Marks.Of(Webhook, room.Epoch))
                _tools.Marks.Move(Webhook, new ReadPoint(room.Epoch, last));
        }
        while (page.More);
    }

    /// <returns>Whether to go on with the next; false if the receiver wants nothing any more.</returns>
    private async Task<bool> DeliverAsync(Room room, long seq)
    {
        for (var tries = 1; ; tries++)
        {
            // As it stands now: what was taken back meanwhile isn't told.
            var found = await AskLogAsync(() => room.FindAsync([seq])).ConfigureAwait(false);
            if (found.Events is not [var e] || !Webhook.Wants(e) || !MayListen(room)) return true;
            var outcome = await _tools.Client.PostAsync(Webhook, e, _stop.Token).ConfigureAwait(false);
            if (outcome.Verdict == DeliveryVerdict.Delivered)
            {
                if (outcome.Answer is { } answer)
                    await _tools.Voice.SayAsync(Webhook, room, e, answer, _stop.Token).ConfigureAwait(false);
                return true;
            }
            if (outcome.Verdict == DeliveryVerdict.Gone)
            {
                End();
                return false;
            }
            if (tries == MostTries)
            {
                _tools.Logger.Warning(
                    "{Webhook} at {Host} isn't told of an event after {Tries} tries: {Reason}",
                    Webhook.Id, Webhook.Host, tries, outcome.Why);
                return true;
            }
            await PauseAsync(tries, outcome).ConfigureAwait(false);
        }
    }

    private Task PauseAsync(int tries, DeliveryOutcome outcome)
    {
        var wait = outcome.RetryAfter is { } asked
            ? Backoff.Asked(asked)
            : Backoff.After(tries, Random.Shared.NextDouble());
        _tools.Logger.Debug(
            "{Webhook} at {Host} is tried again in {Wait}: {Reason}",
            Webhook.Id, Webhook.Host, wait, outcome.Why);
        return Task.Delay(wait, _tools.House.Time, _stop.Token);
    }

    private void End()
    {
        lock (_gate) _hasEnded = true;
        _tools.OnGone(Webhook);
    }

    // What hosts hold against the bot holds for what it hears, too.
    private bool MayListen(Room room)
    {
        var bot = _tools.House.People.Reader(Webhook.Bot.Id);
        return _tools.House.Bans.Of(bot.Id) is null
            && Permission.Kicked(room, bot, _tools.House.Time.GetUtcNow()) is null;
    }

    private async Task<EventPage> AskLogAsync(Func<Task<EventPage>> question)
    {
        while (true)
        {
            try
            {
                return await question().ConfigureAwait(false);
            }
            catch (LogException)
            {
                // The log itself has said what is wrong.
                await Task.Delay(LogPause, _tools.House.Time, _stop.Token).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>What couriers share.</summary>
/// <param name="House">Where the messages are, and where answers are said.</param>
/// <param name="Marks">How far webhooks have been told.</param>
/// <param name="Client">Posts.</param>
/// <param name="Voice">Says what is answered.</param>
/// <param name="OnGone">A receiver wants nothing any more; must not wait.</param>
/// <param name="Logger">For what goes wrong.</param>
internal sealed record CourierTools(
    House House, DeliveryMarks Marks, WebhookClient Client, BotVoice Voice, Action<Webhook> OnGone,
    ILogger Logger);
