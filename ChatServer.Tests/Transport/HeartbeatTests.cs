using System.Net;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using ChatServer.Transport;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Transport;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private FakeTimeProvider _time = null!;
    private Heartbeat _heartbeat = null!;
    private FakeClient _client = null!;
    private WebSocketConnection _connection = null!;

    [SetUp]
    public void Make()
    {
        _time = new FakeTimeProvider();
        _heartbeat = new Heartbeat(_time);
        _client = new FakeClient();
        var settings = new WebSocketSettings { MaxMessageBytes = 1000, OutboxBytes = 1000 };
        _connection = new WebSocketConnection(_client, default, IPAddress.Loopback, settings, _time);
        _heartbeat.Add(_connection);
    }

    [TearDown]
    public void Dispose()
    {
        _heartbeat.Dispose();
        _connection.Dispose();
        _client.Dispose();
    }

    [Test]
    public void A_ping_goes_out_every_25_seconds()
    {
        Turn(24);
        Assert.That(_client.Written, Is.Empty);
        Turn(1);
        Assert.That(_client.Written, Is.EqualTo(Frame.Ping.ToArray()));
        Turn(24);
        Assert.That(_client.Written, Has.Length.EqualTo(Frame.Ping.Length));
        Turn(1);
        Assert.That(_client.Written, Has.Length.EqualTo(2 * Frame.Ping.Length));
    }

    [Test]
    public async Task A_peer_that_is_silent_for_60_seconds_is_dropped()
    {
        var receiving = _connection.ReceiveAsync().AsTask();
        await ReadingAsync();

        Turn(59);
        Assert.That(_client.IsAborted, Is.False);
        Turn(1);
        Assert.That(_client.IsAborted);
        Assert.That(await receiving.WaitAsync(ChatPeer.Patience), Is.Null, "the reader ends");
    }

    [Test]
    public async Task A_peer_that_answers_pings_stays()
    {
        var receiving = _connection.ReceiveAsync().AsTask();
        await ReadingAsync();
        for (var i = 0; i < 20; i++)
        {
            Turn(25);
            _client.Say(WireFrame.Masked(Opcode.Pong, ""));
            await ReadingAsync();
        }

        Assert.That(_client.IsAborted, Is.False);
        _client.Say(WireFrame.Masked(Opcode.Text, "still here"));
        Assert.That((await receiving.WaitAsync(ChatPeer.Patience))?.Text, Is.EqualTo("still here"));
    }

    [Test]
    public void A_peer_that_is_not_read_is_not_called_silent()
    {
        Turn(300);

        Assert.That(_connection.SilentSince, Is.Null);
        Assert.That(_client.IsAborted, Is.False);
    }

    [Test]
    public async Task A_peer_that_takes_nothing_of_what_waits_for_it_is_dropped_after_60_seconds()
    {
        _client.Room = 0;
        await _connection.SendAsync(Frame.Encode(Opcode.Text, "an answer"u8));
        Turn(1); // seen waiting
        Turn(59);
        Assert.That(_client.IsAborted, Is.False);
        Turn(1);
        Assert.That(_client.IsAborted);
    }

    [Test]
    public void A_closing_peer_that_does_not_answer_is_dropped_after_5_seconds()
    {
        _connection.Close(CloseCode.GoingAway, "");
        Turn(1); // seen closing
        Turn(4);
        Assert.That(_client.IsAborted, Is.False);
        Turn(1);
        Assert.That(_client.IsAborted);
    }

    [Test]
    public void A_closing_peer_gets_no_ping()
    {
        Turn(24);
        _connection.Close(CloseCode.GoingAway, "");
        Turn(2);

        Assert.That(_client.Written, Is.EqualTo(Frame.Close(CloseCode.GoingAway, "")));
    }

    [Test]
    public void A_peer_that_has_gone_is_forgotten()
    {
        _heartbeat.Remove(_connection);
        Turn(100);

        Assert.That(_client.Written, Is.Empty);
    }

    private async Task ReadingAsync() => Assert.That(await _client.Reading.WaitAsync(ChatPeer.Patience));

    private void Turn(int seconds)
    {
        for (var i = 0; i < seconds; i++) _time.Advance(Second);
    }
}
