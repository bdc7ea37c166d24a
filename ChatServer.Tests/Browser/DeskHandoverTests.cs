using ChatServer.Protocol;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Tickets that go from one agent to another, back to the queue, or to an end.</summary>
public sealed class DeskHandoverTests : DeskBrowserTest
{
    [Test]
    public async Task A_transfer_says_to_the_other_side_who_and_why()
    {
        var (lily, ben) = (await WorkAsync("Lily"), await WorkAsync("Ben"));
        var (wang, ticket) = await AskAsync("Wang", "hello?");
        await lily.ClaimAsync(ticket);

        // Who is there is told four times a second at most.
        await Eventually.IsAsync(async () =>
        {
            await lily.PressAsync("Escape");
            await lily.PressAsync("t");
            return await lily.Asked.Locator(".choice-name").CountAsync() == 1;
        });
        await Expect(lily.Asked.Locator(".choice-name")).ToHaveTextAsync(["Ben"]);
        await Expect(lily.Asked.Locator(".choice-detail")).ToHaveTextAsync(["0 of 4 tickets"]);
        await lily.Page.FillAsync("#ask-text", "knows the depot");
        await lily.Page.PressAsync("#ask-text", "Enter");

        await Expect(lily.Asked).ToBeHiddenAsync();
        await Expect(lily.Group("others")).ToHaveCountAsync(1);
        await Expect(ben.Notice).ToContainTextAsync("Lily has handed you Wang. Why: knows the depot");
        await Expect(ben.Line(ticket).Locator(".queue-unread")).ToHaveTextAsync("1");
        await ben.OpenAsync(ticket);
        await Expect(ben.Column(ticket).Locator(".quiet-line").Last).ToContainTextAsync("knows the depot");
        await Expect(ben.Input(ticket)).ToBeFocusedAsync();
        await Expect(lily.Input(ticket)).ToBeHiddenAsync();
        await wang.TicketAsync(told => (string?)told["agent"]?["name"] == "Ben");
    }

    [Test]
    public async Task A_ticket_goes_to_the_front_of_a_department()
    {
        var lily = await WorkAsync("Lily");
        await SetAsync(new DeskSettings { Departments = ["Sales", "配送"] });
        var (_, first) = await AskAsync("Eve", "hi", new { department = "配送" });
        var (_, second) = await AskAsync("Wang", "hello?", new { department = "Sales" });
        await lily.ClaimAsync(second);

        await lily.ActAsync(second, "transfer");
        await lily.Asked.GetByText("配送").ClickAsync();
        await lily.Asked.Locator(".main-button").ClickAsync();

        await Expect(lily.Group("waiting")).ToHaveCountAsync(2);
        await Expect(lily.Line(second)).ToContainTextAsync("place 1");
        await Expect(lily.Line(first)).ToContainTextAsync("place 2");
    }

    [Test]
    public async Task A_supervisor_takes_over_and_gives_back()
    {
        var (lily, olga) = (await WorkAsync("Lily"), await WorkAsync("Olga", supervisor: true));
        var (_, ticket) = await AskAsync("Wang", "hello?");
        await lily.ClaimAsync(ticket);

        await olga.OpenAsync(ticket);
        await olga.PressAsync("o");

        await Expect(olga.Input(ticket)).ToBeFocusedAsync();
        await Expect(lily.Input(ticket)).ToBeHiddenAsync();
        await Expect(lily.Column(ticket).Locator(".column-state")).ToContainTextAsync("with Olga");
        await olga.ActAsync(ticket, "return");
        await olga.Page.FillAsync("#ask-text", "lunch");
        await olga.Page.PressAsync("#ask-text", "Enter");
        await Expect(lily.Group("waiting")).ToHaveCountAsync(1);
        await Expect(lily.Line(ticket)).ToContainTextAsync("came back");
    }

    [Test]
    public async Task A_higher_priority_comes_first()
    {
        var lily = await WorkAsync("Lily");
        var (_, first) = await AskAsync("Wang", "hello?");
        var (_, second) = await AskAsync("Eve", "fire!");
        await lily.OpenAsync(second);

        await lily.ActAsync(second, "priority");
        await lily.Page.ClickAsync("#priority-menu [data-action=urgent]");

        await Expect(lily.Group("waiting").First).ToHaveAttributeAsync("data-ticket", $"{second}");
        await Expect(lily.Line(second)).ToContainTextAsync("Urgent");
        await Expect(lily.Group("waiting").Last).ToHaveAttributeAsync("data-ticket", $"{first}");
    }

    [Test]
    public async Task A_closed_ticket_has_its_tag_is_found_and_can_be_read()
    {
        var lily = await WorkAsync("Lily");
        var (wang, ticket) = await AskAsync("Wang", "Where is my parcel?");
        await lily.ClaimAsync(ticket);
        await lily.SayAsync(ticket, "at the depot in Suzhou");
        await Expect(lily.Talk(ticket).Locator(".message[data-state=sent]")).ToHaveCountAsync(2);

        await lily.PressAsync("Escape");
        await lily.PressAsync("e");
        await lily.Page.FillAsync("#ask-tag", "delivery");
        await lily.Page.PressAsync("#ask-tag", "Enter");

        await wang.TicketAsync(told => (string?)told["state"] == "closed");
        await Expect(lily.Group("closed")).ToHaveCountAsync(1);
        await Expect(lily.Input(ticket)).ToBeHiddenAsync();
        var (_, next) = await AskAsync("Eve", "hi");
        await lily.ClaimAsync(next);
        await lily.ActAsync(next, "close");
        await Expect(lily.Asked.Locator(".tag-offers button")).ToHaveTextAsync(["delivery"]);
        await lily.PressAsync("Escape");

        await lily.Column(next).FocusAsync();
        await lily.PressAsync("/");
        await lily.Page.FillAsync("#search-field", "suzhou");
        var results = lily.Page.Locator(".search-results li");
        await Expect(results).ToHaveCountAsync(1);
        await lily.Page.Locator("#search-field").PressAsync("ArrowDown");
        await lily.PressAsync("Enter");
        await Expect(lily.Page.Locator(".transcript")).ToContainTextAsync("at the depot in Suzhou");
        await lily.Page.FillAsync("#search-field", "nothing has this");
        await Expect(lily.Page.Locator("#search-dialog")).ToContainTextAsync("Nothing was found.");
    }
}
