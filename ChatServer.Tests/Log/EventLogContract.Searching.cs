using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    private static readonly string[] Sayings =
    [
        "hello world", "Hello again, WORLD", "你好，世界", "世界很大", "今天天气很好", "ＡＢＣ full width", "café", "l'été à Zürich", "100 % of 50%",
        "\"quoted\" and 'single'", "NOT this OR that AND (nothing*)", "a-b-c d_e f.g", "emoji 👍🏽 here", "ｶﾞｲﾄﾞ", "line one\nline two",
        "x", "de\u0301ja\u0300 vu", "한국어 검색", "tail\ud83d", "C# and C++ -v --help", "", "   ", "aaaa",
    ];

    private protected async Task<IReadOnlyList<string>> FindAsync(string query, params LogStream[] streams) =>
        [.. (await FindPageAsync(query, null, 50, streams)).Found.Select(found => found.Event.Text)];

    private protected Task<SearchPage> FindPageAsync(string query, SearchPlace? before, int limit, params LogStream[] streams)
    {
        Assert.That(SearchQuery.TryParse(query, out var parsed), query);
        return EventLog.SearchAsync(new SearchRequest(parsed!, streams, before, limit, AnyBytes)).WaitAsync(ChatPeer.Patience);
    }

    /// <summary>Has all that was said taken into whatever index the log has.</summary>
    private protected virtual Task IndexAsync() => Task.CompletedTask;

    // Each question is asked of what was just said, and again once it is in the index.
    private async Task AssertFoundAsync(LogStream stream, string query, params string[] texts)
    {
        Assert.That(await FindAsync(query, stream), Is.EqualTo(texts), $"«{query}» before it is indexed");
        await IndexAsync();
        Assert.That(await FindAsync(query, stream), Is.EqualTo(texts), $"«{query}» once it is indexed");
    }

    [TestCase("hello", "Hello again, WORLD", "hello world")]
    [TestCase("HELLO world", "Hello again, WORLD", "hello world")]
    [TestCase("world hello", "Hello again, WORLD", "hello world")]
    [TestCase("\"hello world\"", "hello world")]
    [TestCase("ello wor", "Hello again, WORLD", "hello world")]
    [TestCase("hello nobody")]
    [TestCase("世", "世界很大", "你好，世界")]
    [TestCase("世界", "世界很大", "你好，世界")]
    [TestCase("天天气", "今天天气很好")]
    [TestCase("天气很好", "今天天气很好")]
    [TestCase("好 天", "今天天气很好")]
    [TestCase("界世")]
    [TestCase("abc", "ＡＢＣ full width")]
    [TestCase("ａｂｃ", "ＡＢＣ full width")]
    [TestCase("café", "café")]
    [TestCase("CAFE\u0301", "café")]
    [TestCase("déjà", "de\u0301ja\u0300 vu")]
    [TestCase("zürich", "l'été à Zürich")]
    [TestCase("%", "100 % of 50%")]
    [TestCase("50%", "100 % of 50%")]
    [TestCase("\"quoted\"", "\"quoted\" and 'single'")]
    [TestCase("'single'", "\"quoted\" and 'single'")]
    [TestCase("\"", "\"quoted\" and 'single'")]
    [TestCase("'", "\"quoted\" and 'single'", "l'été à Zürich")]
    [TestCase("NOT", "NOT this OR that AND (nothing*)")]
    [TestCase("nothing*)", "NOT this OR that AND (nothing*)")]
    [TestCase("noth*")]
    [TestCase("(", "NOT this OR that AND (nothing*)")]
    [TestCase("a-b", "a-b-c d_e f.g")]
    [TestCase("-c", "a-b-c d_e f.g")]
    [TestCase("-v", "C# and C++ -v --help")]
    [TestCase("c++", "C# and C++ -v --help")]
    [TestCase("d_e", "a-b-c d_e f.g")]
    [TestCase("👍", "emoji 👍🏽 here")]
    [TestCase("ガイド", "ｶﾞｲﾄﾞ")]
    [TestCase("\"one line\"", "line one\nline two")]
    [TestCase("검색", "한국어 검색")]
    [TestCase("한", "한국어 검색")]
    [TestCase("x", "x")]
    [TestCase("grams:x")]
    [TestCase("aaa", "aaaa")]
    [TestCase("aaaaa")]
    [TestCase("tail", "tail\uFFFD")]
    public async Task Finds_what_has_the_words_the_newest_first(string query, params string[] texts)
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, [.. Sayings.Select(text => Said(text))]);
        await AssertFoundAsync(lobby, query, texts);
    }

    [Test]
    public async Task Finds_no_other_stream()
    {
        var (lobby, random) = (EventLog.Open("lobby"), EventLog.Open("random"));
        await AppendAsync(lobby, Said("in the lobby"));
        await AppendAsync(random, Said("not in the lobby"));
        await AssertFoundAsync(lobby, "lobby", "in the lobby");
        Assert.That(await FindAsync("lobby", EventLog.Open("never")), Is.Empty);
        Assert.That(await FindAsync("lobby"), Is.Empty);
    }

    [TestCase(3)]
    [TestCase(30)]
    public async Task Pages_through_many_streams_in_order_of_time(int count)
    {
        LogStream[] streams = [.. Enumerable.Range(0, count).Select(n => EventLog.Open($"room-{n}"))];
        var said = new List<string>();
        for (var n = 0; n < 240; n++)
        {
            said.Insert(0, $"{(n % 3 == 0 ? "often" : "other")} {n}");
            await AppendAsync(streams[n * 7 % count], Said(said[0]));
            if (n == 120) await IndexAsync();
            if (n % 5 == 0) Time.Advance(TimeSpan.FromSeconds(1)); // several of the same instant
        }
        for (var round = 0; round < 2; round++)
        {
            var found = new List<string>();
            for (SearchPlace? before = null; ;)
            {
                var page = await FindPageAsync("often", before, 7, streams);
                Assert.That(page.Found, Has.Count.LessThanOrEqualTo(7));
                found.AddRange(page.Found.Select(one => one.Event.Text));
                if (page.Next is not { } next) break;
                Assert.That(SearchPlace.TryParse(next.ToString(), out var parsed) && parsed == next);
                before = next;
            }
            Assert.That(found, Is.EquivalentTo(said.Where(text => text.StartsWith("often", StringComparison.Ordinal))));
            Assert.That(found.Select(Second), Is.Ordered.Descending);
            await IndexAsync();
        }

        static int Second(string text) => (int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) + 4) / 5;
    }

    [Test]
    public async Task Finds_the_newest_text_of_a_message_only()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("first version"), Said("another"), Said("keyed one") with { Key = "k" });
        await IndexAsync();
        await AppendAllAsync(lobby, Edited(1, "second edition"), Said("keyed two") with { Key = "k" });
        await AssertFoundAsync(lobby, "first");
        await AssertFoundAsync(lobby, "second", "second edition");
        await AssertFoundAsync(lobby, "keyed", "keyed two");
        await AppendAllAsync(lobby, Edited(1, "third"), Deleted(2));
        await AssertFoundAsync(lobby, "edition");
        await AssertFoundAsync(lobby, "third", "third");
        await AssertFoundAsync(lobby, "another");
    }

    [Test]
    public async Task What_an_edit_leaves_is_still_found_by_how_it_begins()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said("number 101 你好世界"));
        await IndexAsync();
        await AppendAsync(lobby, Edited(1, "edited 1 你好"));
        foreach (var query in new[] { "1", "你", "你好", "ed" }) await AssertFoundAsync(lobby, query, "edited 1 你好");
        await AssertFoundAsync(lobby, "世");
    }

    [Test]
    public async Task What_takes_the_place_of_another_and_what_was_purged_is_found_rightly()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("long ago"), Said("status one", id: "s"));
        await IndexAsync();
        await AppendAsync(lobby, Said("status two", id: "s") with { Supersedes = true });
        await AssertFoundAsync(lobby, "status", "status two");
        Time.Advance(TimeSpan.FromDays(1));
        await AppendAsync(lobby, Said("today"));
        await PurgeAsync(lobby, Time.GetUtcNow());
        await AssertFoundAsync(lobby, "status");
        await AssertFoundAsync(lobby, "ago");
        await AssertFoundAsync(lobby, "today", "today");
    }

    [Test]
    public async Task Finds_what_was_brought_in_and_nothing_of_what_was_not_adopted()
    {
        var (lobby, staging, dropped) = (EventLog.Open("lobby"), EventLog.OpenStaging(), EventLog.OpenStaging());
        await EventLog.RestoreAsync(staging, [Brought(5) with { Text = "brought in" }]);
        await EventLog.RestoreAsync(dropped, [Brought(5) with { Text = "brought back" }]);
        await IndexAsync();
        await EventLog.DropAsync(dropped);
        await EventLog.AdoptAsync(lobby, staging);
        await AssertFoundAsync(lobby, "brought", "brought in");
    }

    [Test]
    public async Task Finds_the_names_of_files_until_the_message_is_deleted()
    {
        var lobby = EventLog.Open("lobby");
        Attachment[] files = [new("季度报告.pdf", "application/pdf", 1, "00"), new("notes.txt", "text/plain", 1, "01")];
        await AppendAllAsync(lobby, Said("see here") with { Files = files });
        await AssertFoundAsync(lobby, "报告", "see here");
        await AssertFoundAsync(lobby, "here notes.txt", "see here");
        var found = (await FindPageAsync("see note", null, 5, lobby)).Found.Single();
        Assert.That(found.Matches, Is.EqualTo(new[] { new TextRange(0, 3), new TextRange(0, 4) { File = 2 } }));
        Assert.That(found.Event.Files, Is.EqualTo(files));
        await AppendAsync(lobby, Deleted(1));
        await AssertFoundAsync(lobby, "报告");
    }

    [TestCase("one two one", "one", "0+3 8+3")]
    [TestCase("ＡＢＣ and abc", "bc", "1+2 9+2")]
    [TestCase("cafe\u0301s", "és", "3+3")]
    [TestCase("👍🏽 yes 👍", "👍", "0+2 9+2")]
    [TestCase("㍿ corp", "株", "0+1")]
    [TestCase("a   b", "\"a b\"", "0+5")]
    [TestCase("abcdef", "bcd cde", "1+4")]
    [TestCase("今天天气", "天", "1+2")]
    public async Task Tells_where_in_units_of_UTF_16(string text, string query, string where)
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said(text));
        var found = (await FindPageAsync(query, null, 5, lobby)).Found.Single();
        Assert.That(string.Join(' ', found.Matches.Select(match => $"{match.Start}+{match.Length}")), Is.EqualTo(where));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \u3000\n")]
    [TestCase("1 2 3 4 5 6 7 8 9 10 11")]
    public void Some_queries_are_none(string? text) => Assert.That(SearchQuery.TryParse(text, out _), Is.False);

    [Test]
    public void A_query_has_a_length() =>
        Assert.That((SearchQuery.TryParse(new string('x', 200), out _), SearchQuery.TryParse(new string('x', 201), out _)), Is.EqualTo((true, false)));

    [Test]
    public async Task A_search_sees_every_message_once_while_it_is_being_indexed()
    {
        var lobby = EventLog.Open("lobby");
        var writing = Task.Run(async () =>
        {
            for (var batch = 0; batch < 60; batch++)
            {
                await AppendAllAsync(lobby, Numbered(5, batch * 5 + 1));
                if (batch % 7 == 0) await IndexAsync();
            }
        });
        while (!writing.IsCompleted)
        {
            var head = lobby.Head;
            var page = await FindPageAsync("1", null, 1_000, lobby);
            var seqs = page.Found.Select(found => found.Event.Seq).ToList();
            Assert.That(seqs, Is.Ordered.Descending.And.Unique);
            Assert.That(seqs, Is.SupersetOf(Range(1, head).Where(seq => $"{seq}".Contains('1', StringComparison.Ordinal))));
        }
        await writing;
    }
}
