using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Naming somebody in a message.</summary>
public sealed class MentionsTests : BrowserTest
{
    private static readonly Case[] Cases =
    [
        new("hi @Ann", "Ann", "", true),
        new("@ANN: look", "ann", "", true),
        new("hi Ann", "Ann", "", false),
        new("@Anna", "Ann", "", false),
        new("@Ann_2", "Ann", "", false),
        new("ann@ann.example", "Ann", "", false),
        new("(@Ann)", "Ann", "", true),
        new("@Ann Lee, hi", "Ann", "Ann Lee", false),
        new("@Ann Lee, hi", "Ann Lee", "Ann", true),
        new("@Ann Leeds", "Ann", "Ann Lee", true),
        new("你好@小明你在吗", "小明", "", true),
        new("@小明明", "小明", "小明明", false),
        new("@Ann你好", "Ann", "", true),
        new("`@Ann` and ```\n@Ann\n```", "Ann", "", false),
    ];

    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task Who_is_named_sees_it()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await Expect(ben.People).ToHaveCountAsync(2);

        await ben.SayAsync("hi @ann!");
        await ann.ExpectTextsAsync("hi @ann!");

        await Expect(ann.Page.Locator(".mention[data-me]")).ToHaveTextAsync("@ann");
        await Expect(ann.Messages).ToHaveAttributeAsync("data-mention", "");
        await Expect(ben.Page.Locator(".message .mention")).ToHaveTextAsync("@ann");
        await Expect(ben.Page.Locator("[data-mention], [data-me]")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Names_are_completed_by_key()
    {
        var ann = await EnterAsync("Ann");
        await EnterAsync("Ben");
        await EnterAsync("Benno Lee");
        await Expect(ann.People).ToHaveCountAsync(3);
        var lines = ann.Page.Locator("#completions [role=option]");

        await ann.TypeAsync("hi @be");
        await Expect(lines).ToHaveTextAsync(["Ben", "Benno Lee"]);
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Composer).ToHaveValueAsync("hi @Benno Lee ");

        await ann.TypeAsync("and @b");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(lines.First).ToBeHiddenAsync();
        await ann.Page.Keyboard.PressAsync("Tab");
        await Expect(ann.Composer).ToHaveValueAsync("hi @Benno Lee and @Ben ");

        await ann.TypeAsync("@benno l");
        await Expect(lines).ToHaveTextAsync(["Benno Lee"]);
        await lines.ClickAsync();
        await Expect(ann.Composer).ToHaveValueAsync("hi @Benno Lee and @Ben @Benno Lee ");
        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task A_whole_name_does_not_keep_Enter_from_sending()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await Expect(ann.People).ToHaveCountAsync(2);

        await ann.TypeAsync("hello @ben");
        await ann.Page.Keyboard.PressAsync("Enter");

        await ben.ExpectTextsAsync("hello @ben");
    }

    [Test]
    public async Task A_mention_is_a_whole_name_after_an_at()
    {
        var page = (await VisitAsync()).Page;

        var found = await page.EvaluateAsync<bool[]>(
            """
            async cases => {
              const { mentions } = await import('/client/mentions.js');
              return cases.map(({ text, name, other }) => mentions(text, name, other ? [other] : []));
            }
            """,
            Cases.Select(@case => new { text = @case.Text, name = @case.Name, other = @case.Other }));

        Assert.That(
            Cases.Zip(found, (@case, isMeant) => @case with { IsMeant = isMeant }), Is.EqualTo(Cases));
    }

    /// <summary>Whether a person is meant by a text, where somebody else has another name.</summary>
    private sealed record Case(string Text, string Name, string Other, bool IsMeant);
}
