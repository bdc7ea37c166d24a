using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What visitors of the support desk and readers of the article see, by the rules of axe-core.</summary>
public sealed class SupportAccessibilityTests : SupportBrowserTest
{
    [Test]
    public async Task The_page_of_visitors(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        await ServeDeskAsync();
        var nobody = await VisitAsync("/support", Accessible.Screen(scheme, onPhone));
        await Expect(nobody.Page.Locator("#no-desk")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(nobody.Page, "no desk");
        var lily = await WorkAsync("Lily");
        await SetAsync(new()
        {
            Greeting = "Good day!",
            Departments = ["Sales", "Repairs"],
            Fields = [new("order")],
        });
        var wang = await ComeAsync(Accessible.Screen(scheme, onPhone));
        await wang.Page.ClickAsync("#ask .main-button");
        await Accessible.ExpectAsync(wang.Page, "a form that is not filled in");
        await wang.Page.FillAsync("#ask-name", "Wang");
        await wang.Page.SelectOptionAsync("#ask-department", "Sales");
        await wang.Page.FillAsync("#ask-text", "Hello?");
        await wang.Page.ClickAsync("#ask .main-button");
        await Expect(wang.Page.Locator("#queue-text")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(wang.Page, "in the queue");
        var number = await TakeAsync(lily);
        await lily.SayAsync(number, "Yes, please.");
        await Expect(wang.Texts.Last).ToHaveTextAsync("Yes, please.");
        await Accessible.ExpectAsync(wang.Page, "a conversation");
        await lily.ActAsync(number, "close");
        await Expect(wang.Page.Locator("#rating, .rating").First).ToBeVisibleAsync();
        await Accessible.ExpectAsync(wang.Page, "how was it");
    }

    [Test]
    public async Task A_page_that_has_the_widget(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        await using var shop = new Shop();
        await ServeDeskAsync(shop.Origin);
        await WorkAsync("Lily");
        shop.Body = $"<main><h1>Shop</h1></main><script src='{Address("/widget.js")}' async></script>";
        var wang = await VisitAsync("/path/", Accessible.Screen(scheme, onPhone));
        wang.Watch.Expect($"request: {shop.Origin}");
        await wang.Page.GotoAsync(shop.Origin);
        var bubble = wang.Page.Locator("chatserver-widget .box > button");
        await Expect(bubble).ToBeVisibleAsync();
        await Accessible.ExpectAsync(wang.Page, "the bubble");
        await bubble.ClickAsync();
        await Expect(wang.Page.FrameLocator("iframe").Locator("#ask-text")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(wang.Page, "the panel");
    }

    [Test]
    public async Task The_page_of_the_article(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        await ServeDeskAsync();
        var ann = await VisitAsync("/path/", Accessible.Screen(scheme, onPhone));
        await ann.Page.ClickAsync("button");
        await Expect(ann.Page.Locator("#log li").Last).ToContainTextAsync("1000");
        await Accessible.ExpectAsync(ann.Page, "the article");
    }
}
