using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>A person in front of the page, in a browser of their own. Names what tests look at.</summary>
internal sealed class Visitor(IBrowserContext context, IPage page, Watch watch)
{
    public IBrowserContext Context => context;

    public IPage Page => page;

    public Watch Watch => watch;

    public ILocator Composer => page.Locator("#composer");

    public ILocator Messages => page.Locator(".message");

    public ILocator Texts => page.Locator(".message-text");

    public ILocator Banner => page.Locator("#banner");

    public ILocator Notice => page.Locator("#notice");

    public ILocator RoomTitle => page.Locator("#room-title");

    public ILocator People => page.Locator("#people .person-name");

    public ILocator NameDialog => page.Locator("#name-dialog");

    public ILocator NameInput => page.Locator("#name-input");

    public ILocator NameError => page.Locator("#name-error");

    /// <summary>This person's own name, where the page shows it.</summary>
    public ILocator MyName => page.Locator("#my-name .person-name");

    /// <summary>The line of a room in the left column.</summary>
    public ILocator Room(string name) => page.Locator($"[data-room=\"{name}\"]");

    /// <summary>The conversations of two in the left column.</summary>
    public ILocator Directs => page.Locator("#directs [data-room]");

    /// <summary>What is told between the messages.</summary>
    public ILocator QuietLines => page.Locator(".quiet-line");

    public ILocator PasswordDialog => page.Locator("#password-dialog");

    /// <summary>Somebody in the right column.</summary>
    public ILocator Person(string name) =>
        page.Locator("#people .person").Filter(new() { Has = page.GetByText(name, new() { Exact = true }) });

    /// <summary>The message with exactly this text.</summary>
    public ILocator Message(string text) =>
        Messages.Filter(new() { Has = page.GetByText(text, new() { Exact = true }) });

    /// <summary>Answers the welcome dialog, with a name or without one, and waits for the room.</summary>
    public async Task IntroduceAsync(string? name)
    {
        if (name is null)
        {
            await page.ClickAsync("#name-skip");
        }
        else
        {
            await NameInput.FillAsync(name);
            await page.ClickAsync("#name-save");
        }
        await WaitUntilReadyAsync();
    }

    /// <summary>Waits until there is a room to write in.</summary>
    public Task WaitUntilReadyAsync() =>
        Expect(page.Locator("body")).ToHaveAttributeAsync("data-ready", "true");

    /// <summary>Writes and presses Enter.</summary>
    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Joins a room by the form in the left column, and waits until it is open.</summary>
    public async Task JoinAsync(string room)
    {
        await page.FillAsync("#join-room-name", room);
        await page.PressAsync("#join-room-name", "Enter");
        await Expect(RoomTitle).ToHaveTextAsync(room);
    }

    public async Task OpenAsync(string room)
    {
        await Room(room).Locator(".room").ClickAsync();
        await Expect(RoomTitle).ToHaveTextAsync(room);
    }

    /// <summary>Chooses from the menu of somebody in the right column.</summary>
    public async Task ChooseAsync(string name, string action)
    {
        await Person(name).ClickAsync();
        await page.ClickAsync($"#person-menu [data-action={action}]");
    }

    /// <summary>Chooses from the menu next to the own name.</summary>
    public async Task ChooseAsync(string action)
    {
        await page.ClickAsync("#my-menu");
        await page.ClickAsync($"#own-menu [data-action={action}]");
    }

    /// <summary>Gives the password, or the key, that the page asks for.</summary>
    public async Task AnswerAsync(string secret)
    {
        await Expect(PasswordDialog).ToBeVisibleAsync();
        await page.FillAsync("#password-input", secret);
        await page.PressAsync("#password-input", "Enter");
    }

    /// <summary>Gives the admin key, and waits until the page knows of it.</summary>
    public async Task BecomeAdminAsync(string key)
    {
        await ChooseAsync("admin");
        await AnswerAsync(key);
        await Expect(Notice).ToContainTextAsync(new Regex("You are an admin now|你现在是管理员"));
    }

    /// <summary>Opens the conversation with somebody from the right column.</summary>
    public async Task OpenDirectAsync(string name)
    {
        await ChooseAsync(name, "message");
        await Expect(RoomTitle).ToHaveTextAsync(name);
    }

    /// <summary>Brings the page before somebody's eyes, or out of them.</summary>
    public Task ShowAsync(bool isVisible) => page.EvaluateAsync(
        """
        isVisible => {
          const value = isVisible ? 'visible' : 'hidden';
          Object.defineProperty(document, 'visibilityState', { value, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        isVisible);

    /// <summary>Chooses from the menu at the top of the room.</summary>
    public async Task ChooseInRoomAsync(string action)
    {
        await page.ClickAsync("#room-menu");
        await page.ClickAsync($"#room-actions [data-action={action}]");
    }

    public async Task ReloadAsync()
    {
        await page.ReloadAsync();
        await WaitUntilReadyAsync();
    }

    /// <summary>Asks for another name; what becomes of it is for the test to see.</summary>
    public async Task RenameAsync(string name)
    {
        if (!await NameDialog.IsVisibleAsync()) await page.ClickAsync("#my-name");
        await NameInput.FillAsync(name);
        await page.ClickAsync("#name-save");
    }

    /// <summary>Waits until these are the messages on the page, in this order and all in the log.</summary>
    public async Task ExpectTextsAsync(params string[] texts)
    {
        await Expect(Texts).ToHaveTextAsync(texts, new() { UseInnerText = true });
        await Expect(page.Locator(".message:not([data-state=sent])")).ToHaveCountAsync(0);
    }

    /// <summary>The sequence numbers of the messages on the page, in the order of the screen.</summary>
    public async Task<long[]> SequenceAsync() =>
        await Messages.EvaluateAllAsync<long[]>("rows => rows.map(row => Number(row.dataset.seq))");

    /// <summary>Waits until an expression is true in the page: for what no locator can say.</summary>
    public Task UntilAsync(string expression) =>
        page.WaitForFunctionAsync($"() => ({expression})", null, new() { PollingInterval = 50 });

    /// <summary>Waits for a state of the connection, or for one of several with | between them.</summary>
    public Task ExpectConnectionAsync(string states) =>
        Expect(Banner).ToHaveAttributeAsync("data-state", new Regex($"^({states})$"));

    /// <summary>Nothing that somebody wrote was taken for more than text.</summary>
    public async Task ExpectNothingRanAsync()
    {
        Assert.That(
            await page.EvaluateAsync<bool>("() => typeof hacked === 'undefined' && ({}).hacked === undefined"), "ran as code");
        var strange = await page.EvaluateAsync<string[]>(
            """
            () => [...document.body.querySelectorAll('*')]
              .filter(e => e.matches('img, script, iframe, object, embed, style, link, meta, base, math, video, audio, animate')
                || [...e.attributes].some(({ name }) => name.startsWith('on') || name === 'srcdoc' || name === 'formaction')
                || e.matches('a[target]') && !/^(https?|mailto):$/.test(new URL(e.href).protocol))
              .map(e => e.outerHTML)
            """);
        Assert.That(strange, Is.Empty);
    }
}
