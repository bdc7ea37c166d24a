using System.Text.RegularExpressions;
using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The room on the wall: large, calm, following, with the way in.</summary>
public sealed class ProjectorTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task What_is_said_is_large_and_the_newest_is_always_seen()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.ChooseInRoomAsync("project");
        await Expect(View(ann)).ToBeVisibleAsync();
        await Expect(ann.Page).ToHaveURLAsync(new Regex("/rooms/lobby#projector$"));
        for (var number = 1; number <= 30; number++) await ben.SayAsync($"line {number}");
        await ben.SayAsync("the **last** one");

        var last = Texts(ann).Last;
        await Expect(last).ToHaveTextAsync("the last one");
        await Expect(last).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(last.Locator("strong")).ToHaveTextAsync("last");
        Assert.That(
            await last.EvaluateAsync<double>("text => parseFloat(getComputedStyle(text).fontSize)"),
            Is.GreaterThan(24));
        await Expect(ann.Page.Locator("#projector-people")).ToHaveTextAsync("2 people");
    }

    [Test]
    public async Task Changes_are_shown_and_what_is_taken_back_is_gone()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.Page.Keyboard.PressAsync("Alt+p");
        await Expect(View(ann)).ToBeVisibleAsync();
        await ben.SayAsync("helo");
        await Expect(Texts(ann)).ToHaveTextAsync(["helo"]);
        await ben.Composer.PressAsync("ArrowUp");
        await ben.SayAsync("hello");
        await Expect(Texts(ann)).ToHaveTextAsync(["hello"]);
        await ben.Messages.Last.HoverAsync();
        await ben.Page.Locator("[data-tool=delete]").ClickAsync();
        await ben.Page.Locator("[data-tool=remove]").ClickAsync();
        await Expect(Texts(ann)).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Pictures_are_large_and_open_larger()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ben.Page.SetInputFilesAsync("#file-picker", new FilePayload[]
        {
            new() { Name = "board.png", MimeType = "image/png", Buffer = TestPicture.Png(1600, 1200) },
            new() { Name = "dot.png", MimeType = "image/png", Buffer = TestPicture.Png(40, 40) },
            new() { Name = "notes.txt", MimeType = "text/plain", Buffer = "hello"u8.ToArray() },
        });
        await ben.SayAsync("look");
        await ann.Page.Keyboard.PressAsync("Alt+p");
        await Expect(Texts(ann)).ToHaveTextAsync(["look"]);

        var pictures = View(ann).Locator(".picture[data-state=shown]");
        await Expect(pictures).ToHaveCountAsync(2);
        await Expect(View(ann).Locator(".file-name")).ToHaveTextAsync(["board.png", "dot.png", "notes.txt"]);
        var sizes = await pictures.EvaluateAllAsync<string[]>(
            "all => all.map(box => `${Math.round(box.offsetWidth)} ${Math.round(box.offsetHeight)}`)");
        Assert.That(sizes, Is.EqualTo(new[] { "533 400", "80 80" })); // half of 800 high; twice what it is
        await Expect(View(ann).Locator(".files")).ToBeInViewportAsync(new() { Ratio = 1 });

        await pictures.First.ClickAsync();
        var large = ann.Page.Locator(".picture-dialog");
        await Expect(large.Locator("img")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(ann.Page.Locator(".picture-name")).ToHaveTextAsync("dot.png");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(large).ToBeHiddenAsync();
        await Expect(View(ann)).ToBeVisibleAsync();

        // Where the screen is full, a browser keeps that Escape to itself.
        await FillScreenAsync(ann, true);
        await pictures.First.ClickAsync();
        await Expect(large).ToBeVisibleAsync();
        await FillScreenAsync(ann, false);
        await Expect(large).ToBeHiddenAsync();
        await Expect(View(ann)).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_reaction_leaves_the_pictures_as_they_are()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ben.Page.SetInputFilesAsync(
            "#file-picker", new FilePayload { Name = "dot.png", MimeType = "image/png", Buffer = TestPicture.Png(40, 40) });
        await ben.SayAsync("look");
        await ann.Page.Keyboard.PressAsync("Alt+p");
        var picture = View(ann).Locator(".picture[data-state=shown]");
        await Expect(picture).ToBeVisibleAsync();
        await picture.EvaluateAsync("picture => { window.drawn = picture; }");

        await ben.Page.Locator(".message").HoverAsync();
        await ben.Page.Locator("[data-tool=quick]").First.ClickAsync();
        await Expect(ann.Page.Locator(".reaction")).ToBeAttachedAsync();
        await ben.SayAsync("and this");
        await Expect(Texts(ann).Last).ToHaveTextAsync("and this");

        Assert.That(await picture.EvaluateAsync<bool>("picture => picture === window.drawn"));
    }

    [Test]
    public async Task Escape_or_the_key_leaves_it()
    {
        var ann = await EnterAsync("Ann");
        foreach (var key in (string[])["Escape", "Alt+p"])
        {
            await ann.Page.Keyboard.PressAsync("Alt+p");
            await Expect(View(ann)).ToBeVisibleAsync();
            await ann.Page.Keyboard.PressAsync(key);
            await Expect(View(ann)).ToBeHiddenAsync();
            await Expect(ann.Page).ToHaveURLAsync(Address("/rooms/lobby").AbsoluteUri);
            await Expect(ann.Composer).ToBeFocusedAsync();
        }
    }

    [Test]
    public async Task A_second_machine_opens_it_by_its_address()
    {
        var ben = await EnterAsync("Ben", "/rooms/maths");
        await ben.SayAsync("welcome");
        var wall = await EnterAsync(null, "/rooms/maths#projector");
        await Expect(View(wall)).ToBeVisibleAsync();
        await Expect(Texts(wall)).ToHaveTextAsync(["welcome"]);
        await Expect(wall.Page).ToHaveURLAsync(new Regex("/rooms/maths#projector$"));

        await wall.Page.ReloadAsync();
        await Expect(Texts(wall)).ToHaveTextAsync(["welcome"]);
        await wall.Page.EvaluateAsync("() => { location.hash = ''; }");
        await Expect(View(wall)).ToBeHiddenAsync();
        await wall.Page.EvaluateAsync("() => { location.hash = '#projector'; }");
        await Expect(View(wall)).ToBeVisibleAsync();
    }

    [Test]
    public async Task Latecomers_find_the_way_in_and_hands_are_seen()
    {
        var (ann, ben) = (await EnterAsync("Ann", "/rooms/数学"), await EnterAsync("Ben", "/rooms/数学"));
        await ann.Page.Keyboard.PressAsync("Alt+p");
        await Expect(ann.Page.Locator("#projector-address")).ToHaveTextAsync(new Regex("/rooms/数学$"));
        await Expect(View(ann).Locator(".qr-code svg path")).ToHaveCountAsync(1);
        await Expect(ann.Page.Locator("#projector-invite")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(ann.Page.Locator("#projector section")).ToBeHiddenAsync();

        await ben.Page.ClickAsync("#hand-button");
        await Expect(ann.Page.Locator("#projector-hands li")).ToHaveTextAsync(["Ben"]);
        await Expect(ann.Page.Locator("#projector h3")).ToHaveTextAsync("1 hand up");
        await ben.Page.ClickAsync("#hand-button");
        await Expect(ann.Page.Locator("#projector section")).ToBeHiddenAsync();
    }

    [Test]
    public async Task A_conversation_of_two_has_no_way_in()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.OpenDirectAsync("Ben");
        await ann.Page.ClickAsync("#room-menu");
        await Expect(ann.Page.Locator("#room-actions [data-action=invite]")).ToHaveCountAsync(0);
        await ann.Page.ClickAsync("#room-actions [data-action=project]");
        await Expect(View(ann)).ToBeVisibleAsync();
        await Expect(ann.Page.Locator("#projector-invite")).ToBeHiddenAsync();
        await Expect(ben.RoomTitle).ToHaveTextAsync("lobby");
    }

    [Test]
    public async Task It_says_when_the_connection_is_lost()
    {
        var ann = await EnterAsync("Ann");
        await ann.Page.Keyboard.PressAsync("Alt+p");
        await Expect(View(ann)).ToBeVisibleAsync();
        await StopServerAsync();
        await Expect(ann.Page.Locator("#projector-lost")).ToHaveTextAsync("Connection lost.");
        await StartServerAgainAsync();
        await Expect(ann.Page.Locator("#projector-lost")).ToBeEmptyAsync();
    }

    /// <summary>As a browser tells it.</summary>
    private static Task FillScreenAsync(Visitor visitor, bool isFull) => visitor.Page.EvaluateAsync(
        """
        isFull => {
          Object.defineProperty(document, 'fullscreenElement', { value: isFull ? document.body : null, configurable: true });
          document.dispatchEvent(new Event('fullscreenchange'));
        }
        """,
        isFull);

    private static ILocator View(Visitor visitor) => visitor.Page.Locator("#projector");

    private static ILocator Texts(Visitor visitor) => visitor.Page.Locator(".projector-text");
}
