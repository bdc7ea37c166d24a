using System.Diagnostics;
using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Measurements;

/// <summary>
/// The figures of docs/performance.md about a million messages; docs/measure-search.sh runs it. MESSAGES in the environment says
/// how many, ROUNDS how often each question is asked. Questions take turns.
/// </summary>
[Explicit("takes minutes")]
[Category("Measurement")]
[NonParallelizable]
public sealed class SearchMeasurement
{
    private const int OtherRooms = 40;
    private static readonly int Messages = Measured.Number("MESSAGES", 1_000_000);
    private static readonly int Rounds = Measured.Number("ROUNDS", 41);

    private readonly CollectedLog _log = new();

    [Test]
    public async Task Of_a_million_messages()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Take(temporary.Path);
        var sayings = new Sayings(7);
        await using (var log = Open(folder))
        {
            var begun = Stopwatch.GetTimestamp();
            await FillAsync(log, "lobby", Messages * 6 / 10, sayings);
            for (var room = 0; room < OtherRooms; room++) await FillAsync(log, $"room-{room}", Messages / 100, sayings);
            Measured.Report($"brought in at {Messages / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} messages/s");
        }
        var before = Size(folder);
        await using (var log = Open(folder))
        {
            var begun = Stopwatch.GetTimestamp();
            await log.IndexAllAsync();
            Measured.Report($"indexed at {Messages / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} messages/s, without a pause");
        }
        Measured.Report($"{before / 1e6:N0} MB without the index, {Size(folder) / 1e6:N0} MB with it");
        var start = Stopwatch.GetTimestamp();
        await using (var log = Open(folder))
        {
            Measured.Report($"opened in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:N0} ms");
            await AskAsync(log, sayings);
            await ChangeAsync(log);
        }
        Assert.That(_log.Errors, Is.Empty);
    }

    /// <summary>Batches of ten, one after the other, with the index and with a clock that stands, so that nothing is taken into it.</summary>
    [Test]
    public async Task Of_appending_with_and_without_the_index()
    {
        var rates = new Dictionary<bool, List<double>> { [false] = [], [true] = [] };
        for (var round = 0; round < 10; round++)
        {
            using var temporary = new TemporaryFolder();
            using var folder = DataFolder.Take(temporary.Path);
            var (sayings, isIndexed) = (new Sayings(round), round % 2 == 0);
            TimeProvider time = isIndexed ? TimeProvider.System : new FakeTimeProvider();
            await using var log = SqliteEventLog.InFolder(folder, time, _log.Logger);
            var lobby = log.Open("lobby");
            var (begun, count) = (Stopwatch.GetTimestamp(), 0);
            for (; Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(4); count += 10)
            {
                await log.AppendAsync(
                    lobby, [.. Enumerable.Range(0, 10).Select(_ => new Draft(EventKind.Message, new Sender("p", "P"), null, sayings.Next()))]);
            }
            rates[isIndexed].Add(count / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
        foreach (var (isIndexed, all) in rates)
            Measured.Report($"appended {(isIndexed ? "with" : "without")} the index: {all.Order().ElementAt(all.Count / 2):N0} messages/s");
    }

    private SqliteEventLog Open(DataFolder folder) => SqliteEventLog.InFolder(folder, TimeProvider.System, _log.Logger);

    private static async Task FillAsync(SqliteEventLog log, string room, int count, Sayings sayings)
    {
        var (staging, stream) = (log.OpenStaging(), log.Open(room));
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (count * 60_000L);
        for (var seq = 1; seq <= count;)
        {
            var batch = new List<RoomEvent>();
            for (; batch.Count < 1_000 && seq <= count; seq++)
            {
                var text = seq == count / 50 ? "the needle 大海捞针 was here" : sayings.Next();
                batch.Add(new RoomEvent(room, seq, at + (seq * 60_000L), EventKind.Message, new Sender($"p{seq % 50}", $"Person {seq % 50}"), null, text));
            }
            await log.RestoreAsync(staging, batch);
        }
        await log.AdoptAsync(stream, staging);
    }

    private static async Task AskAsync(SqliteEventLog log, Sayings sayings)
    {
        var lobby = log.Open("lobby");
        IReadOnlyList<LogStream> all = [.. log.Streams], one = [lobby], small = [log.Open("room-7")];
        var (often, seldom) = (sayings.Words[0], sayings.Words[^1]);
        string[] queries =
        [
            often, seldom, "needle", "needle here", "nothinglikethis", $"{often} {seldom}", "e", "q", "th", "qz", "#", "the", "zzz",
            $"{sayings.Han[0]}", $"{sayings.Han[3000]}", "捞", "龘", $"{sayings.Han[0]}{sayings.Han[1]}", "海捞", "龘齉",
            "大海捞针", $"{sayings.Han[0]}{sayings.Han[1]}{sayings.Han[2]}", "大海没有针",
        ];
        var took = new Dictionary<string, List<double>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var query in queries)
            {
                Assert.That(SearchQuery.TryParse(query, out var parsed));
                foreach (var (where, streams) in new[] { ("all 41 rooms", all), ("the room of most", one), ("a small room", small) })
                    await TimeAsync($"| {query} | {where}", async () => (await log.SearchAsync(new SearchRequest(parsed!, streams, null, 20, 1 << 20))).Found.Count);
            }
            await TimeAsync("| first page of a room | the room of most", async () => (await log.ReadAsync(lobby, PageRequest.Newest(50, 1 << 20))).Events.Count);
            await TimeAsync("| around a message | the room of most", async () =>
                (await log.ReadAsync(lobby, PageRequest.Before(lobby.Head / 3, 50, 1 << 20))).Events.Count);
        }
        foreach (var (what, times) in took)
        {
            times.Sort();
            Measured.Report($"{what} | {times[times.Count / 2]:N2} ms | {times[(int)(times.Count * .95)]:N2} ms |");
        }

        async Task TimeAsync(string what, Func<Task<int>> ask)
        {
            var begun = Stopwatch.GetTimestamp();
            var count = await ask();
            var name = $"{what} | {count}";
            if (!took.TryGetValue(name, out var times)) took[name] = times = [];
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    private static async Task ChangeAsync(SqliteEventLog log)
    {
        var lobby = log.Open("lobby");
        foreach (var kind in new[] { EventKind.Edit, EventKind.Delete })
        {
            var times = new List<double>();
            for (var n = 0; n < Rounds; n++)
            {
                var by = new Sender("p", "P");
                var draft = new Draft(kind, by, null, kind == EventKind.Edit ? "something else now" : "") { Target = 1_000 + (n * 37) };
                var begun = Stopwatch.GetTimestamp();
                await log.AppendAsync(lobby, [draft]);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            times.Sort();
            Measured.Report($"{kind}: {times[times.Count / 2]:N2} ms, p95 {times[(int)(times.Count * .95)]:N2} ms");
        }
        var purging = Stopwatch.GetTimestamp();
        var purged = await log.PurgeAsync(log.Open("room-3"), long.MaxValue);
        Measured.Report($"purged {purged} in {Stopwatch.GetElapsedTime(purging).TotalMilliseconds:N0} ms");
    }

    private static long Size(DataFolder folder) => new FileInfo(folder.DatabasePath).Length;

    /// <summary>Made-up talk: words and characters as often as in a language, English-like and Chinese-like by halves.</summary>
    private sealed class Sayings
    {
        private readonly Random _random;

        public Sayings(int seed)
        {
            _random = new Random(seed);
            Words = [.. Enumerable.Range(0, 8_000).Select(_ => Word()).Prepend("the")];
            Han = [.. Enumerable.Range(0x4E00, 4_000).Select(code => (char)code).OrderBy(_ => _random.Next())];
        }

        public string[] Words { get; }

        public char[] Han { get; }

        public string Next()
        {
            var text = new StringBuilder();
            if (_random.Next(2) == 0)
            {
                for (var words = _random.Next(2, 17); words > 0; words--) text.Append(Words[Zipf(Words.Length)]).Append(' ');
                text.Length--;
            }
            else
            {
                for (var characters = _random.Next(4, 31); characters > 0; characters--) text.Append(Han[Zipf(Han.Length)]);
            }
            return text.ToString();
        }

        private string Word() => string.Concat(
            Enumerable.Range(0, _random.Next(2, 10)).Select(_ => "etaoinshrdlucmfwypvbgkjqxz"[(int)(26 * Math.Pow(_random.NextDouble(), 1.6))]));

        private int Zipf(int count) => Math.Min(count - 1, (int)Math.Pow(count, _random.NextDouble()) - 1);
    }
}
