using ChatServer.Protocol;
using ChatServer.Tests.Site.Api;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Monitoring;

/// <summary><c>/metrics</c>: what it has, after traffic that is known, and what it must not have.</summary>
public sealed class MetricsTests : ApiTest
{
    private protected override Settings Set(Settings settings) =>
        settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } };

    [Test]
    public async Task Every_metric_has_its_kind_a_unit_and_words_for_people()
    {
        var metrics = await Exposition.GetAsync(Api);
        var own = metrics.Families.Values.Where(family => family.Name.StartsWith("chatserver_", StringComparison.Ordinal)).ToList();
        Assert.That(own.Select(family => (family.Name, family.Kind)), Is.EquivalentTo(new[]
        {
            ("chatserver_connections", "gauge"),
            ("chatserver_rooms", "gauge"),
            ("chatserver_people", "gauge"),
            ("chatserver_queue_bytes", "gauge"),
            ("chatserver_file_bytes", "gauge"),
            ("chatserver_messages_total", "counter"),
            ("chatserver_deliveries_total", "counter"),
            ("chatserver_batches_total", "counter"),
            ("chatserver_batch_size_events", "histogram"),
            ("chatserver_slow_closes_total", "counter"),
            ("chatserver_refusals_total", "counter"),
            ("chatserver_log_commit_duration_seconds", "histogram"),
            ("chatserver_log_failures_total", "counter"),
        }));
        foreach (var family in metrics.Families.Values)
        {
            // Of the process, the names are the library's.
            if (own.Contains(family)) Assert.That(family.Name.EndsWith("_total", StringComparison.Ordinal), Is.EqualTo(family.Kind == "counter"), family.Name);
            Assert.That(family.Samples, Is.Not.Empty, family.Name);
            Assert.That(family.Help, Has.Length.GreaterThan(10), family.Name);
        }
        Assert.That(metrics.Families.Keys, Is.SupersetOf(new[]
        {
            "process_cpu_seconds_total", "process_working_set_bytes", "process_num_threads", "process_start_time_seconds",
        }));
    }

    [Test]
    public async Task A_histogram_adds_up()
    {
        await SayAsync("one");
        var metrics = await Exposition.GetAsync(Api);
        foreach (var family in metrics.Families.Values.Where(family => family.Kind == "histogram"))
        {
            var buckets = family.Samples.Where(sample => sample.Name == family.Name + "_bucket").ToList();
            Assert.That(buckets.Select(bucket => bucket.Value), Is.Ordered, family.Name);
            Assert.That(buckets[^1].Labels["le"], Is.EqualTo("+Inf"));
            Assert.That(buckets[^1].Value, Is.EqualTo(metrics[family.Name + "_count"]).And.GreaterThan(0), family.Name);
        }
    }

    [Test]
    public async Task The_values_are_those_of_the_traffic()
    {
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        await using var ben = await Guest.ComeAsync(Server, "Ben");
        await ann.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await ben.AskAsync(new { type = "join", id = "j", room = "lobby" });
        var before = await Exposition.GetAsync(Api);

        // Four batches: each waits for the one before.
        await ann.AskAsync(new { type = "say", id = "1", room = "lobby", text = "one" });
        await ann.AskAsync(new { type = "say", id = "2", room = "lobby", text = "two" });
        await ann.AskAsync(new { type = "edit", id = "3", room = "lobby", target = 1, text = "won" });
        await SayAsync("to nobody", "ci");
        // A repeat is in the log already: nothing is sent on.
        await ann.AskAsync(new { type = "say", id = "2", room = "lobby", text = "two" });
        // And three refusals, over both ways in.
        await ann.AskAsync(new { type = "say", id = "4", room = "lobby", text = " " });
        await ann.AskAsync(new { type = "say", id = "5", room = "elsewhere", text = "hi" });
        await Api.PostAsync("/api/rooms/lobby/messages", "", "text/plain");

        // A room's pump has counted before it answers, and who published is answered last.
        var after = await Exposition.GetAsync(Api);
        double Added(string sample) => after[sample] - before[sample];
        Assert.Multiple(() =>
        {
            Assert.That(Added("chatserver_messages_total{kind=\"message\"}"), Is.EqualTo(3));
            Assert.That(Added("chatserver_messages_total{kind=\"edit\"}"), Is.EqualTo(1));
            Assert.That(Added("chatserver_deliveries_total"), Is.EqualTo(3 * 2), "three events to two members");
            Assert.That(Added("chatserver_batches_total"), Is.EqualTo(4));
            Assert.That(Added("chatserver_batch_size_events_count"), Is.EqualTo(4));
            Assert.That(Added("chatserver_batch_size_events_sum"), Is.EqualTo(4));
            Assert.That(Added("chatserver_log_commit_duration_seconds_count"), Is.GreaterThanOrEqualTo(5));
            Assert.That(Added("chatserver_log_failures_total"), Is.Zero);
            Assert.That(Added("chatserver_refusals_total{code=\"empty_text\"}"), Is.EqualTo(2));
            Assert.That(Added("chatserver_refusals_total{code=\"not_joined\"}"), Is.EqualTo(1));
            Assert.That(after["chatserver_connections{kind=\"websocket\"}"], Is.EqualTo(2));
            Assert.That(after["chatserver_connections{kind=\"http\"}"], Is.GreaterThanOrEqualTo(1), "the scrape itself");
            Assert.That(after["chatserver_people"], Is.EqualTo(2));
            Assert.That(after["chatserver_rooms"], Is.EqualTo(3), "lobby, random, ci");
        });
    }

    [Test]
    public async Task Plain_text_counts_its_refusals_too()
    {
        await using var peer = await RawPeer.UpgradeAsync(Server.Port, "/rooms/a%20b");
        Assert.That((await peer.ReadMessageAsync()).Text, Does.StartWith("! bad_room"));
        Assert.That((await Exposition.GetAsync(Api))["chatserver_refusals_total{code=\"bad_room\"}"], Is.EqualTo(1));
    }

    [Test]
    public async Task No_label_and_no_word_comes_from_outside()
    {
        await using var ann = await Guest.ComeAsync(Server, "Annabella");
        await ann.AskAsync(new { type = "join", id = "j", room = "secret-plans" });
        await ann.AskAsync(new { type = "invented", id = "i" });
        await SayAsync("hush", "secret-plans", "?name=Postman");
        await Api.GetAsync("/api/invented");
        var text = (await Api.GetAsync("/metrics")).Text;
        foreach (var word in (string[])["Annabella", "secret", "invented", "Postman", "hush", "lobby", "127.0.0.1"])
            Assert.That(text, Does.Not.Contain(word));

        var codes = typeof(ErrorCode).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        var kinds = typeof(EventKind).GetFields().Concat(typeof(ModerationAction).GetFields())
            .Select(field => (string)field.GetRawConstantValue()!)
            // These are in no room.
            .Except((string[])["name", "admin", "admitted", "bot", "read", "delivered"]);
        var allowed = new Dictionary<string, string[]>
        {
            ["chatserver_connections"] = ["websocket", "http"],
            ["chatserver_queue_bytes"] = ["websocket", "http"],
            ["chatserver_slow_closes_total"] = ["websocket", "http"],
            ["chatserver_messages_total"] = [.. kinds],
            ["chatserver_refusals_total"] = [.. codes],
        };
        var metrics = Exposition.Parse(text);
        foreach (var sample in metrics.Samples.Where(sample => sample.Name.StartsWith("chatserver_", StringComparison.Ordinal)))
        {
            foreach (var (label, value) in sample.Labels)
            {
                if (label == "le") continue;
                Assert.That(allowed.GetValueOrDefault(sample.Name), Does.Contain(value), sample.Written);
            }
        }
        Assert.That(
            metrics.Families["chatserver_refusals_total"].Samples.Select(sample => sample.Labels["code"]), Is.EquivalentTo(codes),
            "every code is there from the start, so that a rate can be made of it");
    }

    [Test]
    public async Task What_waits_for_a_slow_reader_is_seen_and_so_is_its_end()
    {
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        await using var slow = await RawPeer.UpgradeAsync(Server.Port, "/ws?room=lobby&name=Slow", receiveBufferBytes: 4096);
        await Eventually.IsAsync(async () => (int)(await Api.GetAsync("/api/rooms/lobby")).Json["people"]! == 2);
        var text = new string('y', 16 * 1024);
        var (most, said) = (0.0, 0);
        // 64 MiB are more than all buffers on the way; it is closed before.
        while ((await Exposition.GetAsync(Api)) is var metrics && metrics["chatserver_slow_closes_total{kind=\"websocket\"}"] == 0)
        {
            Assert.That(said, Is.LessThan(4_000));
            most = Math.Max(most, metrics["chatserver_queue_bytes{kind=\"websocket\"}"]);
            for (var n = 0; n < 16; n++, said++)
            {
                await ann.SendAsync(new { type = "say", room = "lobby", text });
                await ann.ExpectAsync("event");
            }
            // It doesn't read its close either, and is dropped.
            Time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.That(most, Is.GreaterThan(16 * 1024).And.LessThanOrEqualTo(1.1 * (1 << 20)));
        var end = await Exposition.GetAsync(Api);
        Assert.That(end["chatserver_slow_closes_total{kind=\"websocket\"}"], Is.EqualTo(1));
        Assert.That(end["chatserver_queue_bytes{kind=\"websocket\"}"], Is.Zero);
    }

    [Test]
    public async Task Two_servers_in_one_process_do_not_count_together()
    {
        await using var other = await TestServer.StartAsync();
        await SayAsync("here");
        using var api = new ApiClient(other);
        Assert.That((await Exposition.GetAsync(api))["chatserver_messages_total{kind=\"message\"}"], Is.Zero);
        Assert.That((await Exposition.GetAsync(Api))["chatserver_messages_total{kind=\"message\"}"], Is.EqualTo(1));
    }
}
