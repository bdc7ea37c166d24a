using System.Net;
using ChatServer.Endpoints;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Endpoints;

/// <summary>A session as an endpoint sees it: what dwebsocket gave, with a bounded inbox.</summary>
public sealed class SessionTests
{
    [Test]
    public async Task An_endpoint_waits_reads_counts_and_iterates()
    {
        var seen = new List<string>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new TaskCompletionSource<Session>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = EndpointServer.Start(async session =>
        {
            seen.Add((await session.WaitAsync())!.Value.Text);
            waiting.SetResult(session);
            await mayRead.Task;
            seen.Add($"{session.Count} {session.HasMessages}");
            Assert.That(session.TryRead(out var read));
            seen.Add(read.Text);
            await foreach (var message in session.Messages()) seen.Add(message.Text);
            seen.Add($"{session.Count} {session.HasMessages} {session.TryRead(out _)} {await session.WaitAsync() is null}");
            await session.SendAsync("not sent: the peer has closed");
            done.SetResult();
        });
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/");
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, "one"));
        var session = await waiting.Task.WaitAsync(ChatPeer.Patience);
        Assert.That((session.Count, session.HasMessages, session.TryRead(out _)), Is.EqualTo((0, false, false)));
        foreach (var text in (string[])["two", "three", "four"]) await peer.SendAsync(WireFrame.Masked(Opcode.Text, text));
        await Eventually.IsAsync(() => session.Count == 3);
        mayRead.SetResult();
        await peer.SendAsync(WireFrame.MaskedClose(1000));

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1000));
        await done.Task.WaitAsync(ChatPeer.Patience);
        Assert.That(seen, Is.EqualTo(["one", "3 True", "two", "three", "four", "0 False False True"]));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task An_inbox_full_of_bytes_pushes_back_and_loses_nothing()
    {
        var mayRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Session? full = null;
        await using var server = EndpointServer.Start(async session =>
        {
            Volatile.Write(ref full, session);
            await mayRead.Task;
            await foreach (var message in session.Messages()) await session.SendAsync($"{message.Payload.Length} {message.Payload.Span[0]}");
        });
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/", receiveBufferBytes: 4096);
        peer.Socket.SendBufferSize = 4096;
        const int messages = 1_000;
        // 60 MB: far more than the kernel keeps, so this can't end before the endpoint reads.
        const int payloadBytes = 60_000;
        const int waiting = (Session.InboxBytes / payloadBytes) + 1;
        var sending = Task.Run(async () =>
        {
            var payload = new byte[payloadBytes];
            for (var i = 0; i < messages; i++)
            {
                payload[0] = (byte)i;
                await peer.SendAsync(WireFrame.Masked(Opcode.Binary, payload));
            }
        });
        await Eventually.IsAsync(() => Volatile.Read(ref full)?.Count == waiting);
        Assert.That(sending.IsCompleted, Is.False);
        mayRead.SetResult();

        for (var i = 0; i < messages; i++) Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo($"{payloadBytes} {(byte)i}"));
        await sending;
    }

    [Test]
    public async Task What_waits_can_still_be_read_after_the_peer_has_gone()
    {
        var mayRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource<Session>(TaskCreationOptions.RunContinuationsAsynchronously);
        var texts = new TaskCompletionSource<List<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = EndpointServer.Start(async session =>
        {
            entered.SetResult(session);
            await mayRead.Task;
            var all = new List<string>();
            await foreach (var message in session.Messages()) all.Add(message.Text);
            texts.SetResult(all);
        });
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/");
        byte[] two = [.. WireFrame.Masked(Opcode.Text, "one"), .. WireFrame.Masked(Opcode.Text, "two")];
        await peer.SendAsync(two);
        var session = await entered.Task.WaitAsync(ChatPeer.Patience);
        await Eventually.IsAsync(() => session.Count == 2);
        await peer.DisposeAsync();
        mayRead.SetResult();

        Assert.That(await texts.Task.WaitAsync(ChatPeer.Patience), Is.EqualTo(["one", "two"]));
    }

    [Test]
    public async Task Text_and_binary_are_told_apart_and_the_url_is_read()
    {
        await using var server = EndpointServer.Start(table => table.Accept("/a/{first}/{second}", new EndpointServer.Endpoint(async session =>
        {
            var message = (await session.WaitAsync())!.Value;
            await session.SendAsync(
                $"{message.IsText} {message.IsEnd} {session.PathValue("first")} {session.PathValue("second")} "
                + $"{session.QueryValue("q")} {session.QueryValue("absent") ?? "-"} {session.Remote.Equals(IPAddress.Loopback)}");
        })));
        foreach (var opcode in (Opcode[])[Opcode.Text, Opcode.Binary])
        {
            await using var peer = await RawPeer.UpgradeAsync(server.Port, "/a/x/%E5%A4%A7?q=1+%2B&q=2");
            await peer.SendAsync(WireFrame.Masked(opcode, "hi"));
            var answer = await peer.ReadFrameAsync();
            Assert.That(answer!.Text, Is.EqualTo($"{opcode == Opcode.Text} True x 大 1 + - True"));
        }
    }

    [Test]
    public async Task An_endpoint_that_throws_closes_with_1011_without_detail_and_is_logged()
    {
        await using var server = EndpointServer.Start(async session =>
        {
            await session.WaitAsync();
            throw new InvalidOperationException("a secret detail");
        });
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/");
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, "hi"));

        var close = await peer.ReadFrameAsync();
        Assert.That((close!.Opcode, close.CloseCode), Is.EqualTo((Opcode.Close, 1011)));
        Assert.That(System.Text.Encoding.UTF8.GetString(close.Payload.AsSpan(2)), Is.EqualTo("a fault of the server"));
        Assert.That(server.Errors, Has.Count.EqualTo(1));
        Assert.That(server.Errors[0], Does.Contain("a secret detail"));
    }

    [Test]
    public async Task An_endpoint_that_returns_closes_with_1000_and_one_that_closes_with_its_own_code()
    {
        await using var server = EndpointServer.Start(table => table
            .Require("/returns", new EndpointServer.Endpoint(_ => Task.CompletedTask))
            .Require("/closes", new EndpointServer.Endpoint(session =>
            {
                session.Close(4321, "why");
                session.Close(4322, "too late");
                return Task.CompletedTask;
            })));
        await using var returns = await RawPeer.UpgradeAsync(server.Port, "/returns");
        await using var closes = await RawPeer.UpgradeAsync(server.Port, "/closes");

        Assert.That(await returns.ExpectCloseAsync(), Is.EqualTo(1000));
        Assert.That(await closes.ExpectCloseAsync(), Is.EqualTo(4321));
    }
}
