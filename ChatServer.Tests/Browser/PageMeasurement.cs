using ChatServer.Tests.Measurements;

namespace ChatServer.Tests.Browser;

/// <summary>
/// The figures of docs/performance.md about the page; docs/measure-page.sh runs it. ROUNDS in the environment says how
/// often a page is opened, MESSAGES how far somebody scrolls back.
/// </summary>
[Explicit("takes minutes")]
[Category("Measurement")]
[NonParallelizable]
public sealed class PageMeasurement : BrowserTest
{
    private static readonly int Rounds = Measured.Number("ROUNDS", 21);
    private static readonly int Messages = Measured.Number("MESSAGES", 100_000);

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    /// <summary>Each time in a browser of its own, so that nothing is there yet.</summary>
    [Test]
    public async Task Of_opening_the_page()
    {
        await History.WriteAsync(Server, "lobby", 500);
        var opened = new List<Dictionary<string, double>>();
        for (var round = 0; round <= Rounds; round++)
        {
            var ann = await VisitAsync();
            await ann.IntroduceAsync("Ann");
            await ann.ReloadAsync();
            await ann.WaitUntilReadyAsync();
            var session = await ann.Context.NewCDPSessionAsync(ann.Page);
            await session.SendAsync("Performance.enable");
            await session.SendAsync("Network.clearBrowserCache");
            await ann.ReloadAsync();
            await ann.WaitUntilReadyAsync();
            var times = await ann.Page.EvaluateAsync<Dictionary<string, double>>(
                """
                () => {
                  const [page] = performance.getEntriesByType('navigation');
                  const files = performance.getEntriesByType('resource').filter(({ name }) => /\.(js|css)$/.test(name));
                  const [paint] = performance.getEntriesByName('first-contentful-paint');
                  const waited = ({ requestStart, responseEnd }) => responseEnd - requestStart;
                  return {
                    'server, all files one after the other': [page, ...files].reduce((sum, file) => sum + waited(file), 0),
                    'the document is there': page.responseEnd,
                    'first contentful paint': paint.startTime,
                    'all files are there': Math.max(...files.map(({ responseEnd }) => responseEnd)),
                  };
                }
                """);
            var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
            foreach (var metric in metrics.EnumerateArray())
            {
                var name = metric.GetProperty("name").GetString();
                if (name is "ScriptDuration" or "LayoutDuration" or "RecalcStyleDuration")
                    times[$"{name}, until 50 messages are drawn"] = metric.GetProperty("value").GetDouble() * 1_000;
            }
            if (round > 0) opened.Add(times);
            await ann.Context.CloseAsync();
        }
        foreach (var what in opened[0].Keys)
            Measured.Report($"{what}: {Measured.Quantiles(opened.Select(times => times[what]))}");
    }

    /// <summary>Back to the first message as fast as pages come, counting rows and the longest frame.</summary>
    [Test]
    public async Task Of_scrolling_back()
    {
        await History.WriteAsync(Server, "lobby", Messages);
        var ann = await EnterAsync("Ann");

        var scrolled = await ann.Page.EvaluateAsync<double[][]>(
            """
            async () => {
              const list = document.querySelector('#messages');
              const frames = [];
              const rows = [];
              let last = performance.now();
              while (Number(list.querySelector('.message').dataset.seq) > 1) {
                list.scrollTop = Math.max(0, list.scrollTop - 1500);
                await new Promise(requestAnimationFrame);
                frames.push(performance.now() - last);
                last = performance.now();
                rows.push(list.children.length);
              }
              return [frames, rows, [performance.memory?.usedJSHeapSize ?? 0]];
            }
            """);

        var (frames, rows) = (scrolled[0], scrolled[1]);
        Measured.Report($"{Messages:N0} messages back in {frames.Sum() / 1_000:N1} s, {frames.Length:N0} frames");
        Measured.Report($"a frame: {Measured.Quantiles(frames)}");
        Measured.Report($"over 50 ms: {frames.Count(ms => ms > 50):N0}; the first and the last thousand: "
            + $"{Measured.Quantiles(frames.Take(1_000))}; {Measured.Quantiles(frames.TakeLast(1_000))}");
        Measured.Report($"most rows on the page: {rows.Max():N0}; heap at the end {scrolled[2][0] / 1e6:N0} MB");
        Assert.That(rows.Max(), Is.LessThan(700));
    }
}
