using Microsoft.Playwright;

namespace ChatServer.Tests.Browser;

/// <summary>The pure parts of the visitor's page: words, order, colours.</summary>
public sealed class SupportWordsTests : SupportBrowserTest
{
    private Visitor _page = null!;

    [SetUp]
    public async Task StartAsync()
    {
        await ServeDeskAsync();
        _page = await VisitAsync("/support");
    }

    [TestCase("en", 0, null, "You are next")]
    [TestCase("en", 1, null, "1 person before you")]
    [TestCase("en", 2, 180, "2 people before you, about 3 minutes")]
    [TestCase("en", 0, 20, "You are next, less than a minute")]
    [TestCase("en", 3, 61, "3 people before you, about 1 minute")]
    [TestCase("zh", 2, 180, "您前面还有 2 人，大约 3 分钟")]
    [TestCase("zh", 0, 20, "下一位就是您，不到 1 分钟")]
    public async Task The_place_in_the_queue_is_told_in_words(string language, int ahead, int? wait, string words)
    {
        var said = await _page.Page.EvaluateAsync<string>(
            """
            async ([language, ahead, wait]) => {
              const { setLanguage } = await import('/client/i18n.js');
              const { placeText } = await import('/client/support-words.js');
              await setLanguage(language);
              return placeText({ ahead, wait: wait ?? undefined });
            }
            """,
            new object?[] { language, ahead, wait });
        Assert.That(said, Is.EqualTo(words));
    }

    [Test]
    public async Task The_question_comes_first_and_what_happened_stands_between_what_was_said()
    {
        var rows = await _page.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { ticketTimeline } = await import('/client/ticket-timeline.js');
              const [wang, lily] = [{ id: 'v', name: 'Wang' }, { id: 'a', name: 'Lily' }];
              const day = 1795500000000;
              const message = (seq, at, from, text) => ({ kind: 'message', seq, at: day + at, from, text });
              const act = (kind, at) => ({ kind, at: day + at, by: lily });
              const ticket = {
                question: 'where?', at: day + 1000, visitor: wang,
                acts: [act('ticket_claim', 2000), act('ticket_priority', 2500), act('ticket_close', 5000)],
              };
              return ticketTimeline({
                ticket, tells: ({ kind }) => kind !== 'ticket_priority', drafts: [], me: wang, newAfter: null, more: false,
                events: [message(1, 1500, wang, 'hello?'), message(2, 3000, lily, 'here')],
              }).map(row => row.text ?? row.event?.kind ?? row.kind);
            }
            """);
        Assert.That(
            rows, Is.EqualTo(new[] { "day", "where?", "hello?", "ticket_claim", "here", "ticket_close" }));
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Whatever_colour_a_site_has_can_be_read(ColorScheme scheme)
    {
        await WorkAsync("Lily");
        var asking = await ComeAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        foreach (var colour in (string[])["#ffff00", "#ffffff", "#000000", "#ff0000", "#0000ff", "#808080", "#7fffd4"])
        {
            await asking.Page.EvaluateAsync(
                "async colour => (await import('/client/support-colour.js')).followAccent(colour)", colour);
            await ColourTests.ExpectContrastAsync(asking, colour);
        }
    }
}
