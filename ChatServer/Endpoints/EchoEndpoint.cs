using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>
/// <c>/echo</c>: sends back what comes, text and binary, of any length: parts go back as they come.
/// </summary>
public sealed class EchoEndpoint : IEndpoint
{
    public async Task RunAsync(Session session)
    {
        var isStart = true;
        await foreach (var part in session.Messages().ConfigureAwait(false))
        {
            var opcode = !isStart ? Opcode.Continuation : part.IsText ? Opcode.Text : Opcode.Binary;
            await session.SendAsync(Frame.Encode(opcode, part.Payload.Span, part.IsEnd))
                .ConfigureAwait(false);
            isStart = part.IsEnd;
        }
    }
}
