using ChatServer.Tests.SupportDesk;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The console of agents by the rules of axe-core.</summary>
public sealed class DeskAccessibilityTests : DeskBrowserTest
{
    [Test]
    public async Task The_console(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        var key = await HireAsync("Olga", supervisor: true);
        var signingIn = await VisitAsync("/desk", Accessible.Screen(scheme, onPhone));
        await Expect(signingIn.Page.Locator("#sign-in")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(signingIn.Page, "sign in");
        var olga = await SignInAsync(key, Accessible.Screen(scheme, onPhone));
        await Accessible.ExpectAsync(olga.Page, "an empty queue");

        var (wang, ticket) = await AskAsync("Wang", "Where is my parcel?");
        await AskAsync("Li", "And mine?");
        await Expect(olga.Group("waiting")).ToHaveCountAsync(2);
        await Accessible.ExpectAsync(olga.Page, "a queue");
        await olga.ClaimAsync(ticket);
        await wang.SayAsync(ticket, "It is late.");
        await olga.SayAsync(ticket, "I look.");
        await Expect(olga.Texts(ticket).Last).ToHaveTextAsync("I look.");
        await Accessible.ExpectAsync(olga.Page, "a conversation");
        await olga.ActAsync(ticket, "priority");
        await Accessible.ExpectAsync(olga.Page, "a menu");
        await olga.Page.Keyboard.PressAsync("Escape");
        foreach (var action in (string[])["return", "close"])
        {
            await olga.ActAsync(ticket, action);
            await Expect(olga.Asked).ToBeVisibleAsync();
            await Accessible.ExpectAsync(olga.Page, action);
            await olga.Page.Keyboard.PressAsync("Escape");
        }
        if (onPhone) await olga.Column(ticket).Locator(".column-back").ClickAsync();
        await olga.Page.ClickAsync("#open-search");
        await Expect(olga.Page.Locator("#search-dialog")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(olga.Page, "search");
    }

    [TestCase(ColorScheme.Light, false)]
    [TestCase(ColorScheme.Dark, false)]
    [TestCase(ColorScheme.Light, true)]
    [TestCase(ColorScheme.Dark, true)]
    public async Task What_supervisors_see(ColorScheme scheme, bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        var olga = await SignInAsync(await HireAsync("Olga", supervisor: true), Accessible.Screen(scheme, onPhone));
        await AskAsync("Wang", "Where is my parcel?");
        foreach (var view in (string[])["report", "settings"])
        {
            await olga.Page.EvaluateAsync("view => { location.hash = view; }", view);
            await Expect(olga.Page.Locator($"#{view} h2").First).ToBeVisibleAsync();
            await Accessible.ExpectAsync(olga.Page, view);
        }
        var admin = new Agent(await VisitAsync("/desk", Accessible.Screen(scheme, onPhone)));
        await admin.EnterAsync(DeskAdmin.Key);
        await Expect(admin.Page.Locator("#report h2").First).ToBeVisibleAsync();
        await admin.Page.EvaluateAsync("() => document.querySelector('#open-agents').click()");
        await Expect(admin.Page.Locator("#agents-dialog")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(admin.Page, "agents");
        await admin.Page.Keyboard.PressAsync("Escape");
        await admin.Page.EvaluateAsync("() => document.querySelector('#open-help').click()");
        await Expect(admin.Page.Locator("#help-dialog")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(admin.Page, "keys");
    }
}
