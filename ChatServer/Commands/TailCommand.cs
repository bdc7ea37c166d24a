using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary>
/// <c>tail</c>: follows a room by server-sent events. When the connection is lost it comes back by itself and
/// goes on after the last event that it has, until the server says that it mustn't.
/// </summary>
internal sealed class TailCommand(
    TailOptions options, Remote remote, StandardOutput output, TimeProvider time)
{
    /// <summary>The server's own page size.</summary>
    private const int PageEvents = 200;

    /// <summary>Two comments and a half: a connection that is silent for longer is lost.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(40);

    private readonly Patience _patience = new(TimeSpan.MaxValue / 2, time);
    private string? _lastId;
    private string? _epoch;
    private long _seq;
    private bool _hasBegun;

    /// <summary>Runs until it is cancelled, or nobody reads what it prints.</summary>
    /// <exception cref="CommandFailure">The room can't be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, output.Closed);
        try
        {
            if (options.Lines > 0) await PrintLastAsync(ending.Token).ConfigureAwait(false);
            while (true) await FollowAsync(ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Which is how it is meant to end.
        }
    }

    // Newest page first, until there are as many lines as are wanted; then the oldest is printed first.
    private async Task PrintLastAsync(CancellationToken cancellationToken)
    {
        var lines = new Stack<string>();
        long? before = null;
        RoomEvents page;
        do
        {
            page = await PageAsync(before, cancellationToken).ConfigureAwait(false);
            // Where the stream goes on is where the first page ended.
            _lastId ??= string.Create(CultureInfo.InvariantCulture, $"{page.Epoch}:{page.Head}");
            foreach (var line in page.Events.Reverse().Select(Line).OfType<string>())
            {
                if (lines.Count < options.Lines) lines.Push(line);
            }
            if (page.Events.Count > 0) before = page.Events[0].Seq;
        }
        while (page.More && lines.Count < options.Lines);
        foreach (var line in lines) await output.WriteLineAsync(line).ConfigureAwait(false);
    }

    private async Task<RoomEvents> PageAsync(long? before, CancellationToken cancellationToken)
    {
        var limit = Math.Min(options.Lines, PageEvents).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            Address(
                "messages", ("limit", limit), ("before", before?.ToString(CultureInfo.InvariantCulture))));
        var page = await remote.AskAsync(request, ProtocolJson.Default.RoomEvents, cancellationToken)
            .ConfigureAwait(false);
        // One that isn't older would be asked for again and again.
        return page.Events.Count > 0 && page.Events[^1].Seq >= before ? throw remote.Stranger() : page;
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowOnceAsync(cancellationToken).ConfigureAwait(false);
            throw new RemoteLost("the stream ended", isPassing: true, new IOException());
        }
        catch (CommandFailure e) when (_hasBegun && e is RemoteLost or RemoteRefusal { IsOfPerson: false })
        {
            await _patience.WaitAsync(e, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FollowOnceAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address("events"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_lastId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastId);
        using var answer = await remote.AskAsync(request, Remote.AnswerTimeout, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using var events = new EventStreamReader(body, SilenceLimit, time);
            while (await events.ReadAsync(cancellationToken).ConfigureAwait(false) is { } told)
            {
                await TakeAsync(told).ConfigureAwait(false);
                _patience.Renew();
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            throw remote.Lost(e);
        }
        catch (InvalidDataException e)
        {
            throw remote.Stranger(e);
        }
    }

    private async Task TakeAsync(StreamEvent told)
    {
        var data = Encoding.UTF8.GetBytes(told.Data);
        if (told.Name == "joined") Join(remote.Read(data, ProtocolJson.Default.StreamJoined));
        if (told.Name.Length == 0)
        {
            var e = remote.Read(data, ProtocolJson.Default.RoomEvent);
            // After a gap comes the newest page, which may begin with what is known.
            if (e.Seq > _seq && (options.Json ? EventLine.Json(told.Data) : EventLine.Of(e)) is { } line)
                await output.WriteLineAsync(line).ConfigureAwait(false);
            _seq = Math.Max(_seq, e.Seq);
        }
        if (told.Id is not null && !WellFormed.IsToken(told.Id)) throw remote.Stranger();
        _lastId = told.Id;
    }

    private void Join(StreamJoined joined)
    {
        if (_lastId is not null && !joined.Recovered)
            Console.Error.WriteLine("Too much was missed, or the room began anew: its newest page follows.");
        if (_epoch != joined.Epoch) (_epoch, _seq) = (joined.Epoch, 0);
        _hasBegun = true;
    }

    private string? Line(RoomEvent e) => options.Json
        ? EventLine.Json(Encoding.UTF8.GetString(ProtocolJson.Bytes(e, ProtocolJson.Default.RoomEvent)))
        : EventLine.Of(e);

    private Uri Address(string what, params (string Name, string? Value)[] query) => remote.Address(
        ["rooms", options.Room!, what],
        [.. query, ("password", options.Password), ("room-password", options.RoomPassword)]);
}
