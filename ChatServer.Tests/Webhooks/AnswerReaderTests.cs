using ChatServer.Webhooks;

namespace ChatServer.Tests.Webhooks;

/// <summary>Answers that don't end, or break off.</summary>
public sealed class AnswerReaderTests
{
    [Test]
    public async Task One_that_takes_too_long_says_nothing()
    {
        using var end = new CancellationTokenSource();
        using var content = new StreamContent(new EndlessStream());
        var reading = AnswerReader.ReadAsync(content, end.Token, CancellationToken.None);
        Assert.That(reading.IsCompleted, Is.False);
        await end.CancelAsync();
        Assert.That(await reading, Is.Null);
    }

    [Test]
    public async Task Where_the_server_stops_it_is_not_known_what_it_would_have_said()
    {
        using var stop = new CancellationTokenSource();
        using var content = new StreamContent(new EndlessStream());
        var reading = AnswerReader.ReadAsync(content, stop.Token, stop.Token);
        await stop.CancelAsync();
        Assert.That(() => reading, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task One_that_breaks_off_says_nothing()
    {
        using var content = new StreamContent(new EndlessStream { BreaksOff = true });
        Assert.That(await AnswerReader.ReadAsync(content, CancellationToken.None, CancellationToken.None), Is.Null);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public bool BreaksOff { get; init; }

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (BreaksOff) throw new IOException("reset");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
