using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>How the page looks and speaks, as somebody chose in this browser.</summary>
public sealed class PreferencesTests : BrowserTest
{
    private const string Light = "rgb(255, 255, 255)";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task A_theme_holds_against_the_system_and_after_a_reload()
    {
        var ann = await EnterAsync("Ann", options: new() { ColorScheme = ColorScheme.Light });
        var body = ann.Page.Locator("body");
        await ChooseAsync(ann, "theme", "dark");
        await Expect(body).Not.ToHaveCSSAsync("background-color", Light);
        await ColourTests.ExpectContrastAsync(ann);
        Assert.That(await BarAsync(ann), Is.EqualTo("#17191a"));

        await ann.ReloadAsync();
        await Expect(body).Not.ToHaveCSSAsync("background-color", Light);
        await ChooseAsync(ann, "theme", "light");
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(body).ToHaveCSSAsync("background-color", Light);
        Assert.That(await BarAsync(ann), Is.EqualTo("#f5f4f1"));
        await ColourTests.ExpectContrastAsync(ann);

        await ChooseAsync(ann, "theme", "system");
        await Expect(body).Not.ToHaveCSSAsync("background-color", Light);
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Expect(body).ToHaveCSSAsync("background-color", Light);
    }

    [Test]
    public async Task What_was_chosen_is_there_before_the_page_is_drawn()
    {
        var ann = await EnterAsync("Ann");
        await ChooseAsync(ann, "theme", "dark");
        await ChooseAsync(ann, "density", "compact");
        await ann.Page.AddInitScriptAsync(
            """
            new MutationObserver((_, observer) => {
              if (!document.body) return;
              observer.disconnect();
              const { theme, density } = document.documentElement.dataset;
              window.atFirst = `${theme} ${density}`;
            }).observe(document, { childList: true, subtree: true });
            """);
        await ann.ReloadAsync();
        Assert.That(await ann.Page.EvaluateAsync<string>("atFirst"), Is.EqualTo("dark compact"));
    }

    [Test]
    public async Task It_holds_in_all_tabs_at_once_and_on_the_pages_of_the_desk()
    {
        var ann = await EnterAsync("Ann", options: new() { ColorScheme = ColorScheme.Light });
        var second = await ann.Context.NewPageAsync();
        await second.GotoAsync(Address().AbsoluteUri);
        await Expect(second.Locator("body")).ToHaveAttributeAsync("data-ready", "true");
        var desk = await ann.Context.NewPageAsync();
        await desk.GotoAsync(Address("/desk").AbsoluteUri);
        await Expect(desk.Locator("body")).ToHaveCSSAsync("background-color", Light);

        await ChooseAsync(ann, "theme", "dark");
        await ChooseAsync(ann, "language", "zh");

        await Expect(second.Locator("body")).Not.ToHaveCSSAsync("background-color", Light);
        await Expect(second.Locator("#joined-rooms-title")).ToHaveTextAsync("我的房间");
        await Expect(ann.Page.Locator("#joined-rooms-title")).ToHaveTextAsync("我的房间");
        await Expect(desk.Locator("body")).Not.ToHaveCSSAsync("background-color", Light);
    }

    [Test]
    public async Task Compact_shows_more_messages()
    {
        await History.WriteAsync(Server, "lobby", 40);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages).ToHaveCountAsync(40);
        var before = await HeightAsync(ann);
        await ChooseAsync(ann, "density", "compact");
        Assert.That(await HeightAsync(ann), Is.LessThan(before * 0.92));
        await ann.UntilAsync("messages.scrollHeight - messages.scrollTop - messages.clientHeight < 2");
    }

    [Test]
    public async Task The_dialog_speaks_the_language_that_is_chosen_in_it()
    {
        var ann = await EnterAsync("Ann");
        await ann.ChooseAsync("preferences");
        await Expect(ann.Page.GetByRole(AriaRole.Dialog, new() { Name = "Settings" })).ToBeVisibleAsync();
        await ann.Page.FocusAsync("#preferences-language");
        await ann.Page.SelectOptionAsync("#preferences-language", "zh");
        await Expect(ann.Page.GetByRole(AriaRole.Dialog, new() { Name = "设置" })).ToBeVisibleAsync();
        await Expect(ann.Page.Locator("#preferences-language")).ToBeFocusedAsync();
        await Expect(ann.Page.Locator("#preferences-language")).ToHaveValueAsync("zh");
    }

    private static Task<double> HeightAsync(Visitor visitor) =>
        visitor.Page.EvaluateAsync<double>("() => messages.lastElementChild.offsetTop - messages.firstElementChild.offsetTop");

    /// <summary>The colour around the page that a phone is told.</summary>
    private static Task<string> BarAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>(
        "() => [...document.querySelectorAll('meta[name=theme-color]')].find(meta => matchMedia(meta.media).matches).content");

    private static async Task ChooseAsync(Visitor visitor, string what, string choice)
    {
        await visitor.ChooseAsync("preferences");
        await visitor.Page.SelectOptionAsync($"#preferences-{what}", choice);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Page.Locator("#preferences-dialog")).ToBeHiddenAsync();
    }
}
