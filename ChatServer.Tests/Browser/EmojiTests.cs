using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Emoji by name, by search, and large.</summary>
public sealed class EmojiTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task A_name_becomes_its_emoji_when_it_is_typed_and_when_it_is_sent()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");

        // The first time the table is on its way while one types; what is left is done on sending.
        await ann.SayAsync("well :tada: `:tada:` at 10:on:20 :no_such: :+1:");
        await ben.ExpectTextsAsync("well 🎉 :tada: at 10:on:20 :no_such: 👍");
        await ann.TypeAsync("so :smile: and `:smile:");

        await Expect(ann.Composer).ToHaveValueAsync("so 😄 and `:smile:");
    }

    [Test]
    public async Task A_beginning_is_completed_in_both_languages()
    {
        var ann = await EnterAsync("Ann");
        var lines = ann.Page.Locator("#completions [role=option]");

        await ann.TypeAsync("go :rocke");
        await Expect(lines).ToHaveTextAsync(["🚀:rocket:"]);
        await ann.Page.Keyboard.PressAsync("Tab");
        await Expect(ann.Composer).ToHaveValueAsync("go 🚀");

        await ann.TypeAsync(" :火");
        await Expect(lines.Locator("text=:fire:")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_few_emoji_alone_are_large()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        foreach (var text in (string[])["👍", "👍🏽 👨‍👩‍👧 🇨🇳", "👍👍👍👍", "👍 ok", "1"]) await ann.SayAsync(text);
        await ben.ExpectTextsAsync("👍", "👍🏽 👨‍👩‍👧 🇨🇳", "👍👍👍👍", "👍 ok", "1");

        await Expect(ben.Page.Locator(".message-text[data-big]")).ToHaveTextAsync(["👍", "👍🏽 👨‍👩‍👧 🇨🇳"]);
    }

    [Test]
    public async Task The_picker_writes_where_the_caret_is()
    {
        var ann = await EnterAsync("Ann");
        await ann.TypeAsync("ab");
        await ann.Page.Keyboard.PressAsync("ArrowLeft");

        await ann.Page.ClickAsync("#emoji-button");
        await ann.Page.FillAsync("#emoji-search", "谢谢");
        await ann.Page.ClickAsync("#emoji-grid button");

        await Expect(ann.Composer).ToHaveValueAsync("a🙏b");
        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task A_picker_that_is_closed_without_a_choice_leaves_what_is_selected()
    {
        var ann = await EnterAsync("Ann");
        await ann.TypeAsync("hello world");
        await ann.Page.Keyboard.PressAsync("Control+A");
        await ann.Page.ClickAsync("#emoji-button");
        await Expect(ann.Page.Locator("#emoji-search")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");

        await Expect(ann.Composer).ToBeFocusedAsync();
        await Expect(ann.Composer).ToHaveValueAsync("hello world");
    }

    [Test]
    public async Task The_table_has_each_emoji_and_each_name_once()
    {
        var page = (await VisitAsync()).Page;

        var wrong = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const { EMOJI } = await import('/client/emoji-table.js');
              const { QUICK, isFewEmoji } = await import('/client/emoji.js');
              const symbols = EMOJI.map(({ symbol }) => symbol);
              const names = EMOJI.flatMap(emoji => emoji.names.filter(name => /^[ -~]+$/.test(name)));
              const twice = all => all.filter((one, i) => all.indexOf(one) !== i);
              return [
                ...twice(symbols), ...twice(names),
                ...symbols.filter(symbol => !isFewEmoji(symbol)),
                ...names.filter(name => !/^[a-z0-9_+-]{1,32}$/.test(name)),
                ...QUICK.filter(emoji => !symbols.includes(emoji)),
              ];
            }
            """);

        Assert.That(wrong, Is.Empty);
    }
}
