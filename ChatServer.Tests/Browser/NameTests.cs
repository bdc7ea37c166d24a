using System.Text.RegularExpressions;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>How somebody comes by a name, and by another one.</summary>
public sealed class NameTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task The_first_visit_asks_for_a_name()
    {
        var ann = await VisitAsync();
        await Expect(ann.NameDialog).ToBeVisibleAsync();
        await Expect(ann.NameInput).ToBeFocusedAsync();

        await ann.Page.Keyboard.TypeAsync("Ann");
        await ann.Page.Keyboard.PressAsync("Enter");

        await ann.WaitUntilReadyAsync();
        await Expect(ann.NameDialog).ToBeHiddenAsync();
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task Who_has_no_name_in_mind_is_a_guest()
    {
        var skips = await EnterAsync(name: null);
        await Expect(skips.MyName).ToHaveTextAsync(new Regex(@"^guest-\d{4}$"));

        var escapes = await VisitAsync();
        await Expect(escapes.NameDialog).ToBeVisibleAsync();
        await escapes.Page.Keyboard.PressAsync("Escape");
        await escapes.WaitUntilReadyAsync();
        await Expect(escapes.MyName).ToHaveTextAsync(new Regex(@"^guest-\d{4}$"));
    }

    [Test]
    public async Task A_name_that_is_taken_becomes_the_nearest_free_one_and_the_page_says_so()
    {
        var first = await EnterAsync("Ann");
        var second = await EnterAsync("ann");

        await Expect(second.MyName).ToHaveTextAsync("ann2");
        await Expect(second.Notice).ToContainTextAsync("“ann” is taken, so you are “ann2” here.");
        await Expect(first.People).ToHaveTextAsync(["Ann", "ann2"]);
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("123456789012345678901234567890123")]
    public async Task A_bad_name_is_refused_where_it_was_written(string name)
    {
        var ann = await VisitAsync();
        await ann.NameInput.FillAsync(name);
        await ann.Page.ClickAsync("#name-save");

        await Expect(ann.NameError).ToHaveTextAsync("A name has 1 to 32 visible characters.");
        await Expect(ann.NameInput).ToHaveAttributeAsync("aria-invalid", "true");

        await ann.NameInput.FillAsync("Ann");
        await Expect(ann.NameError).ToBeHiddenAsync();
        await ann.IntroduceAsync("Ann");
    }

    [Test]
    public async Task A_name_that_only_the_server_finds_bad_is_asked_for_again()
    {
        var ann = await VisitAsync();
        await ann.NameInput.FillAsync("\u200b\u200b");
        await ann.Page.ClickAsync("#name-save");

        await Expect(ann.NameError).ToHaveTextAsync("A name has 1 to 32 visible characters.");
        await ann.IntroduceAsync("Ann");
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
    }

    [Test]
    public async Task Another_name_shows_for_the_others()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("as Ann");
        await ben.ExpectTextsAsync("as Ann");

        await ann.RenameAsync("Anna");

        await Expect(ann.NameDialog).ToBeHiddenAsync();
        await Expect(ann.MyName).ToHaveTextAsync("Anna");
        await Expect(ben.People).ToHaveTextAsync(["Ben", "Anna"]);
        await ann.SayAsync("as Anna");
        await ben.ExpectTextsAsync("as Ann", "as Anna");
        await Expect(ben.Page.Locator(".message-author")).ToHaveTextAsync(["Ann", "Anna"]);
    }

    [Test]
    public async Task A_new_name_that_is_taken_is_refused_and_the_old_one_stays()
    {
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        var ann = await EnterAsync("Ann");

        await ann.RenameAsync("ＢＥＮ");
        await Expect(ann.NameError).ToHaveTextAsync(
            "Somebody else has this name, or one that looks like it.");
        await Expect(ann.NameDialog).ToBeVisibleAsync();

        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.NameDialog).ToBeHiddenAsync();
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
    }
}
