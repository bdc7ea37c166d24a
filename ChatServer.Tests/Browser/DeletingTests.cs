using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Taking back what was said.</summary>
public sealed class DeletingTests : BrowserTest
{
    private const string Key = "correct-horse-battery";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task A_deleted_message_leaves_a_line_for_everybody()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("secret");
        await ben.ExpectTextsAsync("secret");
        await ben.ReactAsync("secret", "👍");
        await Expect(ann.Page.Locator(".reaction")).ToBeVisibleAsync();

        await ann.DeleteAsync("secret");

        foreach (var person in (Visitor[])[ann, ben])
        {
            await person.ExpectTextsAsync("Message deleted");
            await Expect(person.Page.Locator(".message-text.tombstone")).ToBeVisibleAsync();
            await Expect(person.Page.Locator(".reaction")).ToHaveCountAsync(0);
            await person.Messages.HoverAsync();
            await Expect(person.Page.Locator(".message-tools")).ToHaveCountAsync(0);
        }
        await ben.ReloadAsync();
        await ben.ExpectTextsAsync("Message deleted");
    }

    [Test]
    public async Task Deleting_takes_two_steps()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("dear");
        await ann.ExpectTextsAsync("dear");

        await ann.UseToolAsync("dear", "delete");
        await Expect(ann.Page.Locator(".question")).ToHaveTextAsync("Delete this message for everybody?");
        await ann.Page.ClickAsync(".message-tools [data-tool=keep]");
        await ann.UseToolAsync("dear", "delete");
        await ann.Page.Keyboard.PressAsync("Escape");

        await Expect(ann.Page.Locator(".question")).ToHaveCountAsync(0);
        await ann.ExpectTextsAsync("dear");
    }

    [Test]
    public async Task Others_delete_it_only_as_hosts()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("rude");
        await ben.ExpectTextsAsync("rude");
        await Expect((await ben.PointAtAsync("rude")).Locator("[data-tool=delete]")).ToHaveCountAsync(0);

        await ben.SayAsync($"/admin {Key}");
        await Expect(ben.Notice).ToContainTextAsync("You are an admin now.");
        await ben.ReloadAsync();
        await ben.DeleteAsync("rude");

        foreach (var person in (Visitor[])[ann, ben])
            await person.ExpectTextsAsync("Message deleted by a host");
    }
}
