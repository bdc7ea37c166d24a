using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Light and dark, as the system wants it, and readable in both.</summary>
public sealed class ColourTests : BrowserTest
{
    private const string Key = "the admin's key";

    /// <summary>Least contrast of text with what is behind it (WCAG 1.4.3, level AA).</summary>
    private const double LeastContrast = 4.5;

    /// <summary>
    /// Finds texts that stand out too little. Colours are read off a canvas, which knows every notation; what
    /// is behind a text is the colours of its ancestors, laid over each other.
    /// </summary>
    private const string FaintTexts =
        """
        least => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const paint = colours => {
            canvas.reset();
            for (const colour of colours) {
              canvas.fillStyle = colour;
              canvas.fillRect(0, 0, 1, 1);
            }
            return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const luminance = rgb => rgb.map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const contrast = (a, b) => {
            const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
            return (light + 0.05) / (dark + 0.05);
          };
          const style = e => getComputedStyle(e);
          const behind = e => e ? [...behind(e.parentElement), style(e).backgroundColor] : ['white'];
          const isText = node => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '';
          return [...document.body.querySelectorAll('*')]
            .filter(e => e.matches('.avatar') || [...e.childNodes].some(isText))
            .filter(e => !e.matches(':disabled, noscript') && e.checkVisibility({ visibilityProperty: true }))
            .map(e => [e, contrast(paint([...behind(e), style(e).color]), paint(behind(e)))])
            .filter(([, found]) => found < least)
            .map(([e, found]) => `${e.id || e.className} «${e.textContent}»: ${found.toFixed(2)}`);
        }
        """;

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task The_page_is_as_light_or_dark_as_the_system()
    {
        var ann = await EnterAsync("Ann");
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Expect(ann.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");

        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        await Expect(ann.Page.Locator("body")).Not.ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
        Assert.That(await LightnessAsync(ann, "backgroundColor"), Is.LessThan(60));
        Assert.That(await LightnessAsync(ann, "color"), Is.GreaterThan(180));
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Every_text_stands_out(ColorScheme scheme)
    {
        var ann = await VisitAsync(
            options: new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await ExpectContrastAsync(ann);

        await ann.IntroduceAsync("Ann");
        await History.WriteAsync(Server, "lobby", 3);
        await ann.SayAsync("see https://example.com/");
        await ann.SayAsync("\u200b\u200b");
        await Expect(ann.Page.Locator(".message-failure")).ToBeVisibleAsync();
        await ann.JoinAsync("ops");
        await History.WriteAsync(Server, "lobby", 2);
        await Expect(ann.Room("lobby").Locator(".unread")).ToHaveTextAsync("2");
        await ann.Page.FillAsync("#join-room-name", "no room!");
        await ann.Page.PressAsync("#join-room-name", "Enter");
        await Expect(ann.Page.Locator("#join-room-error")).ToBeVisibleAsync();
        await ExpectContrastAsync(ann);

        await ann.OpenAsync("lobby");
        await Expect(ann.Page.Locator(".new-separator")).ToBeVisibleAsync();
        await StopServerAsync();
        await Expect(ann.Banner).ToBeVisibleAsync();
        await ExpectContrastAsync(ann);
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Every_text_of_what_admins_open_stands_out(ColorScheme scheme)
    {
        var ann = await EnterAsync("Ann", options: new() { ColorScheme = scheme });
        await ann.BecomeAdminAsync(Key);
        await ann.Page.ClickAsync("#room-settings");
        await ann.Page.ClickAsync("#settings-webhooks");
        await ann.Page.FillAsync("#webhooks-url", "http://10.1.2.3/");
        await ann.Page.FillAsync("#webhooks-name", "helper");
        await ann.Page.PressAsync("#webhooks-name", "Enter");
        await Expect(ann.Page.Locator("#webhooks-dialog li")).ToHaveCountAsync(1);
        ann.Watch.Expect("400");
        await ann.Page.PressAsync("#webhooks-name", "Enter");
        await Expect(ann.Page.Locator("#webhooks-error")).Not.ToBeEmptyAsync();
        await ExpectContrastAsync(ann);
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Initials_stand_out_in_every_colour_of_a_person(ColorScheme scheme)
    {
        var ann = await EnterAsync("Ann", options: new() { ColorScheme = scheme });
        var avatar = ann.Page.Locator("#people .avatar");
        var colours = await ann.Page.EvaluateAsync<string[]>(
            """
            () => [...Array(20).keys()].map(i => `--person-${i}`)
              .filter(name => getComputedStyle(document.documentElement).getPropertyValue(name) !== '')
            """);
        Assert.That(colours, Has.Length.EqualTo(10));

        foreach (var colour in colours)
        {
            await avatar.EvaluateAsync(
                "(avatar, colour) => avatar.style.setProperty('--person', `var(${colour})`)", colour);
            await ExpectContrastAsync(ann, colour);
        }
    }

    internal static async Task ExpectContrastAsync(Visitor visitor, string about = "") =>
        Assert.That(await visitor.Page.EvaluateAsync<string[]>(FaintTexts, LeastContrast), Is.Empty, about);

    private static Task<double> LightnessAsync(Visitor visitor, string property) =>
        visitor.Page.EvaluateAsync<double>(
            "name => Math.max(...getComputedStyle(document.body)[name].match(/\\d+/g))", property);
}
