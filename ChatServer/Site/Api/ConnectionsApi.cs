using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>
/// The JSON protocol of <c>/ws</c> where no WebSocket gets through: what the client says comes with POST, and
/// what it is told goes as server-sent events, or with the answers of polls.
/// </summary>
internal sealed class ConnectionsApi(HttpConnections connections)
{
    /// <summary>Messages, of the longest kind, that one request may bring.</summary>
    private const int MaxMessages = 4;

    private const string EventStream = "text/event-stream";

    private static readonly Refusal TooMany =
        new(ErrorCode.Unavailable, "too many connections", TimeSpan.FromSeconds(10));

    public void AddTo(RouteTable routes) => routes
        .Get("/api/connections/stream", Stream)
        .Post("/api/connections", Open)
        .Get("/api/connections/{id}", PollAsync)
        .Post("/api/connections/{id}", SayAsync)
        .Delete("/api/connections/{id}", Close);

    private Answer Stream(Exchange exchange)
    {
        if (exchange.Method == "HEAD") return Answer.NoContent(); // nobody would close what that opens
        if (connections.Open(exchange, isPolled: false) is not var (id, polled))
            return Problems.Answer(exchange, TooMany);
        return Answer.Stream(EventStream, (stream, ended) => StreamAsync(id, polled, stream, ended))
            .With("X-Accel-Buffering", "no");
    }

    private static async Task StreamAsync(
        string id, PolledConnection polled, Stream stream, CancellationToken ended)
    {
        var queue = polled.Connection.Outgoing;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ended, queue.Overflow);
        var answer = new OpenAnswer(stream, ending.Token);
        try
        {
            var open = Encoding.ASCII.GetBytes($"event: open\ndata: {{\"id\":\"{id}\"}}\n\n");
            await answer.WriteAsync(open).ConfigureAwait(false);
            await answer.PassOnAsync(queue, EventStreamEncoding.KeepAlive, Events).ConfigureAwait(false);
        }
        finally
        {
            // The stream is the connection.
            polled.Connection.Abort();
        }
    }

    private Task<Answer> Open(Exchange exchange) => Task.FromResult(
        connections.Open(exchange, isPolled: true) is var (id, _)
            ? Answer.Of(
                HttpStatusCode.Created, new OpenedConnection(id), ProtocolJson.Default.OpenedConnection)
            : Problems.Answer(exchange, TooMany));

    private async Task<Answer> PollAsync(Exchange exchange)
    {
        if (Find(exchange, out var polled) is { } refusal) return Problems.Answer(exchange, refusal);
        if (Parameters.Read(exchange, out var problem) is not { } wanted)
            return Problems.Answer(exchange, problem!);
        if (await polled.PollAsync(wanted.After ?? 0, wanted.Wait, exchange.Ended).ConfigureAwait(false)
            is not var (number, runs))
        {
            return Problems.Answer(
                exchange,
                new Refusal(
                    ErrorCode.BadMessage,
                    "after is the number of the last answer, and another poll goes on"));
        }
        return Answer.Json(HttpStatusCode.OK, Batch(number, runs));
    }

    private async Task<Answer> SayAsync(Exchange exchange)
    {
        if (Find(exchange, out var polled) is { } refusal) return Problems.Answer(exchange, refusal);
        var connection = polled.Connection;
        var limit = connection.MaxMessageBytes * MaxMessages;
        if (await exchange.ReadBodyAsync(limit).ConfigureAwait(false) is not { } body)
        {
            return Problems.Answer(
                exchange, new Refusal(ErrorCode.TooLong, "a request brings too much at once"));
        }
        if (!Utf8.IsValid(body))
            return Problems.Answer(exchange, new Refusal(ErrorCode.BadMessage, "the body isn't UTF-8"));
        ReadOnlyMemory<byte> rest = body;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            if (line.Length > connection.MaxMessageBytes)
            {
                connection.Close(
                    CloseCode.TooBig, $"a message is longer than {connection.MaxMessageBytes} bytes");
                break;
            }
            if (!await connection.TakeAsync(line, exchange.Ended).ConfigureAwait(false)) break;
        }
        return Answer.NoContent();
    }

    private Task<Answer> Close(Exchange exchange)
    {
        if (Find(exchange, out var polled) is { } refusal)
            return Task.FromResult(Problems.Answer(exchange, refusal));
        polled.Connection.Abort();
        return Task.FromResult(Answer.NoContent());
    }

    private Refusal? Find(Exchange exchange, out PolledConnection polled)
    {
        polled = null!;
        if (!connections.TryFind(exchange.PathValue("id"), out var found))
            return new Refusal(ErrorCode.NotFound, "there is no such connection, or it has ended");
        polled = found;
        return null;
    }

    private static ReadOnlyMemory<byte> Events(ReadOnlyMemory<byte> frames)
    {
        var output = new ArrayBufferWriter<byte>(frames.Length + 64);
        while (!frames.IsEmpty)
        {
            var opcode = Frame.Take(ref frames, out var payload);
            if (opcode == Opcode.Close) output.Write("event: close\n"u8);
            else if (opcode != Opcode.Text) continue;
            output.Write("data: "u8);
            // One line, as all JSON here.
            output.Write(opcode == Opcode.Close ? Closed(payload.Span) : payload.Span);
            output.Write("\n\n"u8);
        }
        return output.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Batch(long number, IReadOnlyList<ReadOnlyMemory<byte>> runs)
    {
        var output = new ArrayBufferWriter<byte>();
        var head = string.Create(CultureInfo.InvariantCulture, $"{{\"number\":{number},\"messages\":[");
        output.Write(Encoding.ASCII.GetBytes(head));
        var (isFirst, closed) = (true, ReadOnlyMemory<byte>.Empty);
        foreach (var run in runs)
        {
            for (var frames = run; !frames.IsEmpty;)
            {
                var opcode = Frame.Take(ref frames, out var payload);
                if (opcode == Opcode.Close) closed = Closed(payload.Span);
                if (opcode != Opcode.Text) continue;
                if (!isFirst) output.Write(","u8);
                output.Write(payload.Span);
                isFirst = false;
            }
        }
        output.Write("]"u8);
        if (!closed.IsEmpty)
        {
            output.Write(",\"closed\":"u8);
            output.Write(closed.Span);
        }
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    // What a close frame says (RFC 6455 section 5.5.1).
    private static byte[] Closed(ReadOnlySpan<byte> payload) => ProtocolJson.Bytes(
        new ConnectionClosed(
            BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload[2..])),
        ProtocolJson.Default.ConnectionClosed);
}
