using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Changing what one has said.</summary>
public sealed class EditingTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { DataPath = DataPath });

    [Test]
    public async Task The_arrow_up_edits_ones_last_message_for_everybody()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("first");
        await ann.SayAsync("secnd");
        await ben.SayAsync("of Ben");
        await ann.ExpectTextsAsync("first", "secnd", "of Ben");

        await ann.Composer.PressAsync("ArrowUp");
        await Expect(ann.Composer).ToHaveValueAsync("secnd");
        await Expect(ann.Page.Locator("#reply-title")).ToHaveTextAsync("Editing");
        await ann.SayAsync("second");

        foreach (var person in (Visitor[])[ann, ben])
        {
            await person.ExpectTextsAsync("first", "second", "of Ben");
            await Expect(person.Message("second").Locator(".edited")).ToHaveTextAsync("(edited)");
            await Expect(person.Page.Locator(".edited:visible")).ToHaveCountAsync(1);
        }
        await Expect(ann.Composer).ToHaveValueAsync("");
        await ben.ReloadAsync();
        await ben.ExpectTextsAsync("first", "second", "of Ben");
        await Expect(ben.Message("second").Locator(".edited")).ToBeVisibleAsync();
        Assert.That(await ben.SequenceAsync(), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Nothing_is_no_message_and_the_page_says_what_is_meant_to_be_done()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("said");
        await ann.ExpectTextsAsync("said");

        await ann.UseToolAsync("said", "edit");
        await ann.SayAsync("");

        await Expect(ann.Page.Locator("#composer-hint")).ToContainTextAsync("To take it back, delete it.");
        await ann.ExpectTextsAsync("said");
        await Expect(ann.Page.Locator("#reply-title")).ToHaveTextAsync("Editing");
    }

    [Test]
    public async Task Escape_gives_back_what_was_being_written()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("said");
        await ann.ExpectTextsAsync("said");
        await ann.TypeAsync("half a thou");

        await ann.UseToolAsync("said", "edit");
        await Expect(ann.Composer).ToHaveValueAsync("said");
        await ann.TypeAsync(" and changed");
        await ann.Page.Keyboard.PressAsync("Escape");

        await Expect(ann.Composer).ToHaveValueAsync("half a thou");
        await ann.ExpectTextsAsync("said");
        await ann.UseToolAsync("said", "edit");
        await ann.SayAsync("said better");
        await ann.ExpectTextsAsync("said better");
        await Expect(ann.Composer).ToHaveValueAsync("half a thou");
    }

    [Test]
    public async Task Only_ones_own_messages_can_be_edited()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("of Ann");
        await ben.ExpectTextsAsync("of Ann");

        await Expect((await ben.PointAtAsync("of Ann")).Locator("[data-tool=edit]")).ToHaveCountAsync(0);
        await ben.Composer.PressAsync("ArrowUp");
        await Expect(ben.Composer).ToHaveValueAsync("");
    }

    [Test]
    public async Task An_edit_without_a_connection_waits_also_over_a_reload_of_the_server()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("befor");
        await ben.ExpectTextsAsync("befor");
        await StopServerAsync();

        await ann.Composer.PressAsync("ArrowUp");
        await ann.SayAsync("before");
        await Expect(ann.Message("before")).ToHaveAttributeAsync("data-state", "pending");
        await Expect(ben.Texts).ToHaveTextAsync("befor");
        await StartServerAgainAsync();

        foreach (var person in (Visitor[])[ann, ben]) await person.ExpectTextsAsync("before");
    }

    [Test]
    public async Task An_edit_that_comes_too_late_keeps_its_text_and_says_why()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("old");
        await ann.ExpectTextsAsync("old");
        await ann.Composer.PressAsync("ArrowUp");
        await ann.TypeAsync(" news");
        await ann.DeleteAsync("old");
        await Expect(ann.Page.Locator(".tombstone")).ToBeVisibleAsync();

        await ann.Composer.PressAsync("Enter");

        await Expect(ann.Texts).ToHaveTextAsync("old news");
        await Expect(ann.Page.Locator(".message-failure")).ToContainTextAsync(
            "Change not saved. That message no longer exists.");
        await ann.Page.ClickAsync(".discard");
        await ann.ExpectTextsAsync("Message deleted");
    }

    [Test]
    public async Task An_edit_begun_survives_a_reload()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("one");
        await ann.ExpectTextsAsync("one");
        await ann.Composer.PressAsync("ArrowUp");
        await ann.TypeAsync(" two");

        await ann.ReloadAsync();
        await Expect(ann.Composer).ToHaveValueAsync("one two");
        await Expect(ann.Page.Locator("#reply-title")).ToHaveTextAsync("Editing");
        await ann.Composer.PressAsync("Enter");

        await ann.ExpectTextsAsync("one two");
    }
}
