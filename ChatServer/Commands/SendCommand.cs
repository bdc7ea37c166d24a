using System.Net.Http.Headers;
using System.Threading.Channels;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary>
/// <c>send</c>: says a text, or each line of a stream. Every line has an id, so that it may be sent again
/// when its answer was lost, and stands in the room once.
/// </summary>
internal sealed class SendCommand(SendOptions options, Remote remote, Stream input, TimeProvider time)
{
    /// <summary>Lines that are read ahead while one is being sent.</summary>
    private const int LinesAhead = 64;

    /// <exception cref="CommandFailure">A line couldn't be sent; those before it were.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var text = string.Join(' ', options.Text);
        if (text.Length > 0)
        {
            await SendAsync(text, newer: null, cancellationToken).ConfigureAwait(false);
            return;
        }
        var lines = Channel.CreateBounded<string>(new BoundedChannelOptions(LinesAhead)
        {
            // Progress that nobody has seen yet is out of date: whoever makes it isn't held up for that.
            FullMode = options.Key is null ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest,
        });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(lines.Writer, ending.Token);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await SendAsync(line, options.Key is null ? null : lines.Reader, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    // What goes wrong here, the reader of the channel meets.
    private async Task ReadAsync(ChannelWriter<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new LineReader(input);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
                await lines.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            lines.Complete();
        }
        catch (Exception e) when (e is OperationCanceledException or CommandFailure or IOException)
        {
            lines.Complete(e is IOException ? new CommandFailure($"Standard input: {e.Message}", e) : e);
        }
    }

    private async Task SendAsync(
        string line, ChannelReader<string>? newer, CancellationToken cancellationToken)
    {
        var patience = new Patience(TimeSpan.FromSeconds(options.Timeout), time);
        var id = NewId();
        while (true)
        {
            try
            {
                await SendOnceAsync(line, id, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (CommandFailure e)
                when (e is RemoteRefusal { IsPassing: true } or RemoteLost { IsPassing: true })
            {
                await patience.WaitAsync(e, cancellationToken).ConfigureAwait(false);
            }
            // Too fast for the room: of what has come meanwhile, only the newest is worth its turn.
            while (newer?.TryRead(out var next) == true) (line, id) = (next, NewId());
        }
    }

    private async Task SendOnceAsync(string line, string id, CancellationToken cancellationToken)
    {
        var publication = new Publication { Text = line, Name = options.Name, Key = options.Key, Id = id };
        using var body = new ByteArrayContent(
            ProtocolJson.Bytes(publication, ProtocolJson.Default.Publication));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var address = remote.Address(
            ["rooms", options.Room!, "messages"],
            ("password", options.Password), ("room-password", options.RoomPassword));
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        // Whoever answers with the event has it.
        await remote.AskAsync(request, ProtocolJson.Default.RoomEvent, cancellationToken)
            .ConfigureAwait(false);
    }

    private static string NewId() => Guid.NewGuid().ToString("N");
}
