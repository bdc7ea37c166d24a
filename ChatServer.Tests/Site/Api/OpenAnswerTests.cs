using ChatServer.Site.Api;

namespace ChatServer.Tests.Site.Api;

public sealed class OpenAnswerTests
{
    [Test]
    public async Task Nothing_is_written_for_who_has_left_though_the_listener_would_take_it()
    {
        using var stream = new MemoryStream();
        using var ended = new CancellationTokenSource();
        var answer = new OpenAnswer(stream, ended.Token);
        await answer.WriteAsync("one"u8.ToArray());
        await ended.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => answer.WriteAsync("two"u8.ToArray()));
        Assert.That(stream.Length, Is.EqualTo(3));
    }
}
