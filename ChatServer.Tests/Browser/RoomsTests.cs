using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>More than one room, and the addresses that they have.</summary>
public sealed class RoomsTests : BrowserTest
{
    [Test]
    public async Task People_land_in_the_first_room()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
        await Expect(ann.Page).ToHaveURLAsync(Address("/rooms/lobby").AbsoluteUri);
        await Expect(ann.Page.Locator("#other-rooms [data-room]")).ToHaveCountAsync(1);
        await Expect(ann.Page.Locator("#other-rooms [data-room=random]")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_room_is_made_by_joining_it_and_the_others_find_it()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.Page.FillAsync("#join-room-name", "值班Ops");
        await ann.Page.PressAsync("#join-room-name", "Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("值班ops");
        await ann.UntilAsync("location.pathname === encodeURI('/rooms/值班ops')");
        await ann.SayAsync("anybody here?");

        var ben = await EnterAsync("Ben");
        await ben.OpenAsync("值班ops");

        await ben.ExpectTextsAsync("anybody here?");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
    }

    [Test]
    public async Task The_address_of_a_room_opens_it()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann", "/rooms/ops");
        await Expect(ann.RoomTitle).ToHaveTextAsync("ops");
        await ann.SayAsync("here");
        await ann.ExpectTextsAsync("here");

        await ann.ReloadAsync();

        await Expect(ann.RoomTitle).ToHaveTextAsync("ops");
        await ann.ExpectTextsAsync("here");
    }

    [Test]
    public async Task Back_and_forward_go_through_rooms_and_each_keeps_what_is_being_written()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.Composer.FillAsync("a draft for ops");

        await ann.Page.GoBackAsync();
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
        await Expect(ann.Composer).ToHaveValueAsync("");
        await Expect(ann.Composer).ToHaveAttributeAsync("placeholder", "Message lobby");

        await ann.Page.GoForwardAsync();
        await Expect(ann.RoomTitle).ToHaveTextAsync("ops");
        await Expect(ann.Composer).ToHaveValueAsync("a draft for ops");
    }

    [Test]
    public async Task A_room_that_is_not_open_counts_what_is_unread()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.OpenAsync("lobby");
        await Expect(ann.Room("ops").Locator(".unread")).ToBeHiddenAsync();
        await using var ben = await ChatPeer.JoinAsync(Server, "ops", "Ben");

        foreach (var count in (string[])["1", "2", "3"])
        {
            await ben.SendAsync(new { type = "say", room = "ops", text = $"n{count}" });
            await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync(count);
            await Expect(ann.Page).ToHaveTitleAsync("• lobby · ChatServer");
        }
        await ann.ExpectTextsAsync();
        await ann.OpenAsync("ops");

        await ann.ExpectTextsAsync("n1", "n2", "n3");
        await Expect(ann.Room("ops").Locator(".unread")).ToBeHiddenAsync();
        await Expect(ann.Page.Locator(".new-separator + .message .message-text")).ToHaveTextAsync("n1");
        await ann.OpenAsync("lobby");
        await ann.OpenAsync("ops");
        await Expect(ann.Page.Locator(".new-separator")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_room_can_be_left()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await using var ben = await ChatPeer.JoinAsync(Server, "ops", "Ben");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);

        await ann.Room("ops").HoverAsync();
        await ann.Page.GetByLabel("Leave ops").ClickAsync();

        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
        await Expect(ann.Page.Locator("#joined-rooms [data-room]")).ToHaveCountAsync(1);
        await ann.ReloadAsync();
        await Expect(ann.Page.Locator("#joined-rooms [data-room]")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Who_leaves_the_only_room_is_in_none()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("/leave");

        await Expect(ann.Page.Locator("#no-room")).ToBeVisibleAsync();
        await Expect(ann.RoomTitle).ToBeEmptyAsync();
        await Expect(ann.Page.Locator("#joined-rooms [data-room]")).ToHaveCountAsync(0);
        await ann.OpenAsync("lobby");
    }

    [Test]
    public async Task A_room_is_found_as_people_write_it()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.Page.FillAsync("#join-room-name", "#Random");
        await ann.Page.PressAsync("#join-room-name", "Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("random");
    }

    [TestCase("no spaces")]
    [TestCase("what?")]
    [TestCase("<b>")]
    public async Task A_bad_room_name_is_explained_where_it_was_written(string name)
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.Page.FillAsync("#join-room-name", name);
        await ann.Page.PressAsync("#join-room-name", "Enter");

        await Expect(ann.Page.Locator("#join-room-error")).ToHaveTextAsync(
            "A room name has 1 to 64 letters, digits, “-” or “_”, and no spaces.");
        await Expect(ann.Page.Locator("#join-room-name")).ToHaveValueAsync(name);
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
    }

    [Test]
    public async Task The_address_of_an_impossible_room_says_so_and_opens_another()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann", "/rooms/what%3F");
        await Expect(ann.Notice).ToContainTextAsync("Could not open what?. A room name has 1 to 64 letters");
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
    }

    [Test]
    public async Task Where_rooms_are_fixed_none_can_be_made()
    {
        await ServeAsync(settings => settings with { Limits = new() { FixedRooms = true } });
        var ann = await EnterAsync("Ann", "/rooms/nowhere");

        await Expect(ann.Page.Locator("#join-room")).ToBeHiddenAsync();
        await Expect(ann.Notice).ToContainTextAsync("Could not open nowhere. There is no such room here.");
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
        await ann.OpenAsync("random");
    }
}
