using System.Text;
using ChatServer.Commands;

namespace ChatServer.Tests.Commands;

/// <summary>Lines of server-sent events, however they end and are split.</summary>
public sealed class EventStreamReaderTests
{
    [TestCase("\n")]
    [TestCase("\r")]
    [TestCase("\r\n")]
    public async Task Lines_end_in_three_ways_and_at_any_place_of_a_read(string end)
    {
        string[] lines = [": hi", "id: e:1", "event: joined", "data: a", "data:b", "data", "", "data: c", "", "id: e:2", "data:  d", "", "data: cut"];
        for (var partBytes = 1; partBytes <= 9; partBytes++)
        {
            using var reader = new EventStreamReader(
                new Dribble(Encoding.UTF8.GetBytes(string.Join(end, lines)), partBytes), TimeSpan.FromSeconds(40), TimeProvider.System);
            var events = new List<StreamEvent>();
            while (await reader.ReadAsync(CancellationToken.None) is { } e) events.Add(e);
            Assert.That(
                events,
                Is.EqualTo(new StreamEvent[] { new("joined", "e:1", "a\nb\n"), new("", "e:1", "c"), new("", "e:2", " d") }),
                $"{partBytes} bytes a read");
        }
    }

    /// <summary>A stream that gives a few bytes a read.</summary>
    private sealed class Dribble(byte[] bytes, int partBytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(partBytes, buffer.Length)], cancellationToken);
    }
}
