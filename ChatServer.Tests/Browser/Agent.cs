using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Somebody at the console of the support desk, in a browser of their own. Names what tests look at.</summary>
internal sealed class Agent(Visitor browser)
{
    public IPage Page => browser.Page;

    public Watch Watch => browser.Watch;

    public ILocator Notice => browser.Notice;

    public ILocator SignIn => Page.Locator("#sign-in");

    public ILocator Columns => Page.Locator(".column");

    /// <summary>The dialog about a ticket.</summary>
    public ILocator Asked => Page.Locator("#ask-dialog");

    /// <summary>A part of the list: waiting, mine, others, closed.</summary>
    public ILocator Group(string name) => Page.Locator($"[data-group={name}] .queue-item");

    /// <summary>The line of a ticket in the list.</summary>
    public ILocator Line(long ticket) => Page.Locator($"#queue [data-ticket=\"{ticket}\"]");

    public ILocator Column(long ticket) => Page.Locator($".column[data-ticket=\"{ticket}\"]");

    /// <summary>What was said in a conversation, as far as it is shown.</summary>
    public ILocator Texts(long ticket) => Talk(ticket).Locator(".message-text");

    /// <summary>Where one writes to the visitor.</summary>
    public ILocator Input(long ticket) => Talk(ticket).Locator(".ticket-input");

    /// <summary>Where one writes to the other agents.</summary>
    public ILocator Note(long ticket) => Panel(ticket, "notes").Locator(".ticket-input");

    public ILocator Talk(long ticket) => Panel(ticket, "talk");

    public ILocator Panel(long ticket, string view) =>
        Column(ticket).Locator($".column-panel[data-view={view}]");

    public async Task EnterAsync(string key)
    {
        await Page.FillAsync("#sign-in-key", key);
        await Page.PressAsync("#sign-in-key", "Enter");
    }

    public async Task OpenAsync(long ticket)
    {
        await Line(ticket).Locator(".queue-line").ClickAsync();
        await Expect(Column(ticket)).ToBeVisibleAsync();
    }

    /// <summary>Takes a ticket by the button in the list.</summary>
    public async Task ClaimAsync(long ticket)
    {
        await Line(ticket).Locator(".queue-claim").ClickAsync();
        await Expect(Input(ticket)).ToBeFocusedAsync();
    }

    public async Task SayAsync(long ticket, string text)
    {
        await Input(ticket).FillAsync(text);
        await Input(ticket).PressAsync("Enter");
    }

    public Task ActAsync(long ticket, string action) =>
        Column(ticket).Locator($".column-actions [data-action={action}]").ClickAsync();

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);
}
