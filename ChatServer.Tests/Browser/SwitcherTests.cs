using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>To a room or a person by a few letters.</summary>
public sealed class SwitcherTests : BrowserTest
{
    private const int MostLines = 51;

    [Test]
    public async Task It_has_own_rooms_first_with_what_is_unread_then_others_and_people()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.JoinAsync("design");
        await ann.OpenAsync("lobby");
        await using var ben = await ChatPeer.JoinAsync(Server, "design", "Ben");
        await Expect(ann.Room("design").Locator(".room-people")).ToHaveTextAsync("2");
        await ben.SendAsync(new { type = "say", room = "design", text = "new" });
        await Expect(ann.Room("design").Locator(".unread")).ToHaveTextAsync("1");

        await OpenAsync(ann);

        await Expect(Lines(ann).Locator(".switcher-name")).ToHaveTextAsync(["design", "ops", "lobby", "random", "Ben"]);
        await Expect(Lines(ann).First).ToHaveAttributeAsync("aria-selected", "true");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("design");
        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task Letters_that_are_far_apart_find_a_room_and_arrows_choose()
    {
        await ServeAsync(settings => settings with { Rooms = ["lobby", "release-notes", "runs", "数学课", "语文课"] });
        var ann = await EnterAsync("Ann");
        await OpenAsync(ann);
        await Field(ann).FillAsync("RNS");
        await Expect(Lines(ann).Locator(".switcher-name")).ToHaveTextAsync(["runs", "release-notes", "Join or create “RNS”"]);
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("release-notes");

        await OpenAsync(ann);
        await Field(ann).FillAsync("数课");
        await Expect(Lines(ann).First).ToHaveTextAsync("#数学课");
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(Lines(ann).Last).ToHaveAttributeAsync("aria-selected", "true");
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("数学课");
    }

    [Test]
    public async Task A_person_is_a_direct_message_and_the_other_sees_it()
    {
        await ServeAsync();
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben Li"));
        await Expect(ann.People).ToHaveCountAsync(2);
        await OpenAsync(ann);
        await Field(ann).FillAsync("@bl");
        await Expect(Lines(ann).Locator(".switcher-name")).ToHaveTextAsync(["Ben Li"]);
        await Lines(ann).First.ClickAsync();
        await Expect(ann.RoomTitle).ToHaveTextAsync("Ben Li");
        await ann.SayAsync("psst");
        await Expect(ben.Directs.Locator(".unread")).ToHaveTextAsync("1");

        await OpenAsync(ben);
        await Expect(Lines(ben).Locator(".switcher-name")).ToHaveTextAsync(["Ann", "lobby", "random"]);
        await ben.Page.Keyboard.PressAsync("Enter");
        await ben.ExpectTextsAsync("psst");
    }

    [Test]
    public async Task A_new_name_is_a_new_room_unless_rooms_are_fixed()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await OpenAsync(ann);
        await Field(ann).FillAsync("#值班");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("值班");

        await OpenAsync(ann);
        await Field(ann).FillAsync("no room!");
        await Expect(Lines(ann)).ToHaveCountAsync(0);
        await Expect(ann.Page.Locator("#switcher-rest")).ToHaveTextAsync("Nothing has this name.");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(Dialog(ann)).ToBeVisibleAsync();
    }

    [Test]
    public async Task Where_rooms_are_fixed_none_is_offered()
    {
        await ServeAsync(settings => settings with { Limits = new() { FixedRooms = true } });
        var ann = await EnterAsync("Ann");
        await OpenAsync(ann);
        await Field(ann).FillAsync("ops");
        await Expect(Lines(ann)).ToHaveCountAsync(0);
    }

    [Test]
    public async Task An_Enter_of_the_input_method_goes_nowhere()
    {
        await ServeAsync(settings => settings with { Rooms = ["lobby", "nihao"] });
        var ann = await EnterAsync("Ann");
        await OpenAsync(ann);
        var browser = await ann.Context.NewCDPSessionAsync(ann.Page);
        await browser.SendAsync("Input.imeSetComposition", new()
        {
            ["text"] = "nihao",
            ["selectionStart"] = 5,
            ["selectionEnd"] = 5,
        });
        await browser.SendAsync("Input.dispatchKeyEvent", new()
        {
            ["type"] = "rawKeyDown",
            ["key"] = "Enter",
            ["code"] = "Enter",
            ["windowsVirtualKeyCode"] = 13,
        });
        await browser.SendAsync("Input.insertText", new() { ["text"] = "你好" });

        await Expect(Field(ann)).ToHaveValueAsync("你好");
        await Expect(Dialog(ann)).ToBeVisibleAsync();
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
    }

    [Test]
    public async Task It_says_what_it_is_and_gives_the_focus_back()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.Composer.FillAsync("half a thought");
        await OpenAsync(ann);
        var field = ann.Page.GetByRole(AriaRole.Combobox, new() { Name = "Name of a room or a person" });
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveAttributeAsync("aria-controls", "switcher-list");
        var chosen = await field.GetAttributeAsync("aria-activedescendant");
        await Expect(ann.Page.Locator($"#{chosen}")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(ann.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);

        await ann.Page.Keyboard.PressAsync("Control+k");
        await Expect(Dialog(ann)).ToBeHiddenAsync();
        await OpenAsync(ann);
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(Dialog(ann)).ToBeHiddenAsync();
        await Expect(ann.Composer).ToBeFocusedAsync();
        await Expect(ann.Composer).ToHaveValueAsync("half a thought");
    }

    [Test]
    public async Task Ten_thousand_rooms_are_found_at_once_and_few_of_them_are_drawn()
    {
        await ServeAsync(settings => settings with { Rooms = [.. Enumerable.Range(0, 10_000).Select(at => $"room-{at}")] });
        var ann = await EnterAsync("Ann", "/rooms/room-0");
        await Expect(ann.Page.Locator("#other-rooms [data-room]")).ToHaveCountAsync(100);
        await Expect(ann.Page.Locator("#all-rooms")).ToHaveTextAsync("All 9,999 other rooms");
        await ann.Page.ClickAsync("#all-rooms");
        await Expect(Dialog(ann)).ToBeVisibleAsync();
        await Expect(ann.Page.Locator("#switcher-rest")).ToHaveTextAsync("9,950 more. Type on to find them.");

        // Every letter is drawn before the next.
        var longest = await Field(ann).EvaluateAsync<double>(
            """
            input => Math.max(...['r', 'ro', 'roo', 'room', 'room-', 'room-9', 'room-98', 'room-987', 'room-9876', 'r9876'].map(text => {
              const start = performance.now();
              input.value = text;
              input.dispatchEvent(new Event('input', { bubbles: true }));
              document.body.getBoundingClientRect();
              return performance.now() - start;
            }))
            """);

        TestContext.Out.WriteLine($"the slowest letter took {longest:F0} ms");
        Assert.That(longest, Is.LessThan(250));
        Assert.That(await Lines(ann).CountAsync(), Is.LessThanOrEqualTo(MostLines));
        await Expect(Lines(ann).First).ToContainTextAsync("room-9876");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("room-9876");
    }

    [Test]
    public async Task Among_more_rooms_than_are_listed_the_server_is_asked()
    {
        await ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });
        using var api = new ApiClient(Server);
        for (var n = 0; n < 210; n++) await api.PostAsync($"/api/rooms/old-{n}/messages", "hello", "text/plain");
        var ann = await EnterAsync("Ann");
        await Expect(ann.Page.Locator("#other-rooms [data-room]")).ToHaveCountAsync(100);
        await OpenAsync(ann);

        // The one that was quiet for longest.
        await Field(ann).FillAsync("ld-0");

        await Expect(Lines(ann).Locator(".switcher-name").First).ToHaveTextAsync("old-0");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("old-0");
        await ann.ExpectTextsAsync("hello");
        await OpenAsync(ann);
        await Expect(ann.Page.Locator("#switcher-rest")).ToContainTextAsync("more", new() { UseInnerText = true });
    }

    [Test]
    public async Task In_a_crowd_the_server_is_asked_for_people()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        var crowd = await Task.WhenAll(Enumerable.Range(100, 205).Select(
            number => ChatPeer.JoinAsync(Server, "lobby", $"guest {number}")));
        await Expect(ann.Page.Locator("#people-count")).ToHaveTextAsync("206");
        await OpenAsync(ann);

        await Field(ann).FillAsync("guest 271");

        await Expect(Lines(ann).Locator(".switcher-name")).ToHaveTextAsync(["guest 271"]);
        foreach (var peer in crowd) await peer.DisposeAsync();
    }

    private static ILocator Dialog(Visitor visitor) => visitor.Page.Locator("#switcher");

    private static ILocator Field(Visitor visitor) => visitor.Page.Locator("#switcher-input");

    private static ILocator Lines(Visitor visitor) => visitor.Page.Locator("#switcher-list [role=option]");

    private static async Task OpenAsync(Visitor visitor)
    {
        await visitor.Page.Keyboard.PressAsync("Control+k");
        await Expect(Dialog(visitor)).ToBeVisibleAsync();
    }
}
