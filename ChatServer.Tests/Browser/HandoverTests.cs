using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>One person on several devices, without typing a token.</summary>
public sealed class HandoverTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task A_phone_becomes_who_showed_it_the_code()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("from the desk");
        var code = await ShowCodeAsync(ann);

        var phone = await VisitAsync($"/#handover={code}");
        await Expect(phone.Page.Locator("#become-text")).ToContainTextAsync("Only continue if you made this link yourself");
        await ConsentAsync(phone);

        await Expect(phone.MyName).ToHaveTextAsync("Ann");
        await Expect(phone.Page).ToHaveURLAsync(Address("/rooms/lobby").AbsoluteUri);
        await Expect(ann.Page.Locator("#handover-dialog")).ToBeHiddenAsync();
        await Expect(ann.Notice).ToContainTextAsync("Your other device is ready");
        await phone.SayAsync("from the phone");
        await ann.ExpectTextsAsync("from the desk", "from the phone");
        await Expect(ann.Message("from the phone")).ToHaveAttributeAsync("data-head", "false");
        await Expect(ann.People).ToHaveTextAsync(["Ann"]);
    }

    [Test]
    public async Task Who_did_not_make_the_link_stays_somebody_else()
    {
        var ann = await EnterAsync("Ann");
        var code = await ShowCodeAsync(ann);

        var ben = await VisitAsync($"/#handover={code}");
        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Do not switch" }).ClickAsync();
        await ben.IntroduceAsync("Ben");

        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
        await Expect(ann.Page.Locator("#handover-dialog")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_code_is_drawn_dark_on_white_in_the_dark_as_well()
    {
        var ann = await EnterAsync("Ann", options: new() { ColorScheme = ColorScheme.Dark });
        await ShowCodeAsync(ann);
        var code = ann.Page.Locator(".qr-code");
        await Expect(code).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
        await Expect(code).ToHaveCSSAsync("color", "rgb(17, 17, 17)");
        await Expect(code.Locator("svg path")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Who_is_somebody_already_is_asked_first()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        var code = await ShowCodeAsync(ann);

        await ben.Page.GotoAsync(Address($"/#handover={code}").AbsoluteUri);
        await Expect(ben.Page.Locator("#become-text")).ToContainTextAsync("You are Ben in this browser now.");
        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Do not switch" }).ClickAsync();
        await ben.WaitUntilReadyAsync();
        await Expect(ben.MyName).ToHaveTextAsync("Ben");

        await ben.Page.GotoAsync(Address($"/#handover={code}").AbsoluteUri);
        await ConsentAsync(ben);
        await Expect(ben.MyName).ToHaveTextAsync("Ann");
        await Expect(ben.Notice).ToContainTextAsync("You are Ann on this device now.");
    }

    [Test]
    public async Task A_code_works_only_once()
    {
        var ann = await EnterAsync("Ann");
        var code = await ShowCodeAsync(ann);
        await ConsentAsync(await VisitAsync($"/#handover={code}"));

        var late = await VisitAsync($"/#handover={code}");
        await late.Page.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();

        await Expect(late.Notice).ToContainTextAsync("This code was used already or has expired.");
        await late.IntroduceAsync("Cem");
        await Expect(late.MyName).ToHaveTextAsync("Cem");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Cem"]);
    }

    [Test]
    public async Task A_code_that_is_over_is_replaced_by_a_new_one()
    {
        var ann = await VisitAsync(prepare: page => page.Clock.InstallAsync());
        await ann.IntroduceAsync("Ann");
        var first = await ShowCodeAsync(ann);
        await Expect(ann.Page.Locator(".handover-left")).ToContainTextAsync("Works once, within");

        await ann.Page.Clock.FastForwardAsync("05:10");
        await Expect(ann.Page.Locator(".handover-left")).ToHaveTextAsync("This code has expired.");
        await ann.Page.ClickAsync("#handover-dialog .main-button");

        await Expect(ann.Page.Locator(".copy-field textarea")).Not.ToHaveValueAsync(
            new Regex(first + "$"));
    }

    private static async Task ConsentAsync(Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();
        await visitor.WaitUntilReadyAsync();
    }

    /// <summary>Opens the dialog, and reads the code off the link.</summary>
    private static async Task<string> ShowCodeAsync(Visitor visitor)
    {
        await visitor.ChooseAsync("handover");
        await Expect(visitor.Page.Locator(".qr-code svg")).ToBeVisibleAsync();
        var link = await visitor.Page.Locator(".copy-field textarea").InputValueAsync();
        return link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];
    }
}
