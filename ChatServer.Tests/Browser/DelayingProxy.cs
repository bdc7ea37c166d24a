using System.Net.Sockets;
using System.Threading.Channels;

namespace ChatServer.Tests.Browser;

/// <summary>A network in which everything is late, by the same time both ways.</summary>
/// <param name="port">Where the server listens.</param>
/// <param name="roundTrip">Time from a question to its answer.</param>
internal sealed class DelayingProxy(int port, TimeSpan roundTrip) : TestProxy(port)
{
    protected override async Task ServeAsync(NetworkStream page)
    {
        using var client = await ConnectAsync();
        var server = client.GetStream();
        await Task.WhenAny(UntilHungUpAsync(PassAsync(page, server)), UntilHungUpAsync(PassAsync(server, page)));
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to)
    {
        var time = TimeProvider.System;
        var onTheWay = Channel.CreateUnbounded<(byte[] Bytes, long Sent)>();
        var reading = ReadAsync();
        await foreach (var (bytes, sent) in onTheWay.Reader.ReadAllAsync(Ending))
        {
            var rest = roundTrip / 2 - time.GetElapsedTime(sent);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, time, Ending);
            await to.WriteAsync(bytes, Ending);
        }
        await reading;

        async Task ReadAsync()
        {
            try
            {
                var buffer = new byte[64 * 1024];
                while (await from.ReadAsync(buffer, Ending) is var length and > 0)
                    onTheWay.Writer.TryWrite((buffer[..length], time.GetTimestamp()));
            }
            finally
            {
                onTheWay.Writer.Complete();
            }
        }
    }
}
