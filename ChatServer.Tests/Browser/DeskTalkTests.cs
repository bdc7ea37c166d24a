using ChatServer.Protocol;
using ChatServer.Tests.SupportDesk;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Conversations at the console: side by side, with previews, notes and canned replies.</summary>
public sealed class DeskTalkTests : DeskBrowserTest
{
    [Test]
    public async Task Two_conversations_stand_side_by_side_and_each_gets_its_own_words()
    {
        var lily = await WorkAsync("Lily");
        var (wang, first) = await AskAsync(
            "Wang", "Where is my parcel?",
            new { page = "https://shop.example/cart", language = "zh-CN", contact = "wang@example.com" });
        var (eve, second) = await AskAsync("Eve", "An invoice, please");
        await lily.ClaimAsync(first);
        await lily.ClaimAsync(second);
        await Expect(lily.Columns).ToHaveCountAsync(2);

        await lily.SayAsync(first, "I look it up");
        await lily.SayAsync(second, "Here it is");

        (DeskPeer, long, string)[] expected = [(wang, first, "I look it up"), (eve, second, "Here it is")];
        foreach (var (visitor, ticket, text) in expected)
        {
            var said = await visitor.UntilAsync(message => (string?)message["kind"] == "message");
            Assert.That((string?)said["text"], Is.EqualTo(text));
            Assert.That((string?)said["room"], Is.EqualTo($"#{ticket}"));
        }
        await wang.SayAsync(first, "thank you");
        await Expect(lily.Texts(first)).ToHaveTextAsync(["Where is my parcel?", "I look it up", "thank you"]);
        await Expect(lily.Texts(second)).ToHaveTextAsync(["An invoice, please", "Here it is"]);
        var head = lily.Column(first).Locator(".column-head");
        var link = head.Locator("[data-fact=page] a");
        await Expect(link).ToHaveAttributeAsync("href", "https://shop.example/cart");
        await Expect(head.Locator("[data-fact=language] dd")).ToHaveTextAsync("Chinese (China)");
        await Expect(head.Locator("[data-fact=contact] dd")).ToHaveTextAsync("wang@example.com");
        await Expect(head.Locator(".column-state")).ToHaveTextAsync("Here · with Lily");
        await wang.DisposeAsync();
        await Expect(head.Locator(".column-state")).ToHaveTextAsync("Gone · with Lily");
    }

    [Test]
    public async Task What_a_visitor_types_is_seen_before_it_is_sent()
    {
        var lily = await WorkAsync("Lily");
        var (wang, ticket) = await AskAsync("Wang", "hello?");
        await lily.ClaimAsync(ticket);
        var preview = lily.Talk(ticket).Locator(".ticket-preview");
        await wang.SayAsync(ticket, "well");
        await Expect(lily.Texts(ticket)).ToHaveTextAsync(["hello?", "well"]); // the page is in the room

        await wang.SendAsync(new { type = "typing", room = $"#{ticket}", text = "it was <b>late</b>" });

        await Expect(preview).ToHaveTextAsync("it was <b>late</b>");
        await Expect(Named("Being typed")).ToHaveTextAsync("it was <b>late</b>");
        Assert.That(
            await preview.EvaluateAsync<bool>("e => e.closest('[aria-live], [role=log], [role=status], [role=alert]') === null"),
            "is read aloud with every key");
        await lily.Page.ClickAsync("#language");
        await Expect(Named("正在输入的内容")).ToHaveTextAsync("it was <b>late</b>");
        await wang.SayAsync(ticket, "it was late");
        await Expect(preview).ToBeHiddenAsync();
        await Expect(lily.Texts(ticket)).ToHaveTextAsync(["hello?", "well", "it was late"]);

        ILocator Named(string name) =>
            lily.Talk(ticket).GetByRole(AriaRole.Group, new() { Name = name, Exact = true });
    }

    [Test]
    public async Task A_message_is_reacted_to_answered_changed_and_taken_back()
    {
        var lily = await WorkAsync("Lily");
        var (wang, ticket) = await AskAsync("Wang", "hello?");
        await lily.ClaimAsync(ticket);
        await wang.SayAsync(ticket, "the blue one");
        var theirs = lily.Talk(ticket).Locator(".message").Nth(1);
        await Expect(theirs).ToContainTextAsync("the blue one");

        await UseAsync(theirs, "quick");
        await Expect(theirs.Locator(".reaction")).ToHaveCountAsync(1);
        await theirs.Locator(".reaction").ClickAsync();
        await Expect(theirs.Locator(".reaction")).ToHaveCountAsync(0);
        await UseAsync(theirs, "reply");
        await lily.Page.Keyboard.TypeAsync("which?");
        await lily.PressAsync("Enter");
        var own = lily.Talk(ticket).Locator(".message").Last;
        await Expect(own.Locator(".quote")).ToContainTextAsync("the blue one");
        await Expect(own).ToHaveAttributeAsync("data-state", "sent");
        await UseAsync(own, "edit");
        await lily.Input(ticket).FillAsync("which size?");
        await lily.PressAsync("Enter");

        await Expect(lily.Texts(ticket)).ToHaveTextAsync(["hello?", "the blue one", "which size?"]);
        await UseAsync(own, "delete");
        await own.Locator("[data-tool=remove]").ClickAsync();
        await Expect(own.Locator(".tombstone")).ToBeVisibleAsync();
        await wang.UntilAsync(message => (string?)message["kind"] == "delete");
        Assert.That(
            wang.Told.Select(message => (string?)message["kind"]).Where(kind => kind is "react" or "edit"),
            Is.EqualTo(new[] { "react", "react", "edit" }));

        static async Task UseAsync(ILocator message, string tool)
        {
            await message.HoverAsync();
            await message.Locator($"[data-tool={tool}]").First.ClickAsync();
        }
    }

    [Test]
    public async Task Notes_are_read_by_agents_and_never_reach_the_visitor()
    {
        var (lily, ben) = (await WorkAsync("Lily"), await WorkAsync("Ben"));
        var (wang, ticket) = await AskAsync("Wang", "hello?");
        await lily.ClaimAsync(ticket);
        await ben.OpenAsync(ticket);

        await lily.PressAsync("Escape");
        await lily.PressAsync("n");
        await Expect(lily.Note(ticket)).ToBeFocusedAsync();
        await lily.Page.Keyboard.TypeAsync("a difficult one");
        await lily.PressAsync("Enter");

        var views = ben.Column(ticket).Locator("[role=tab]");
        await Expect(views.Last.Locator(".count")).ToHaveTextAsync("1");
        await views.Last.ClickAsync();
        await Expect(ben.Panel(ticket, "notes").Locator(".message-text")).ToHaveTextAsync("a difficult one");
        var page = await ben.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        await Expect(ben.Panel(ticket, "notes")).Not.ToHaveCSSAsync("background-color", page);
        var join = new { type = "join", room = $"#{ticket}.notes" };
        Assert.That(await wang.CodeAsync(join), Is.Not.Null, "may enter the notes");
        await wang.SayAsync(ticket, "the end");
        Assert.That(wang.Told.Select(message => message.ToJsonString()), Has.None.Contains("difficult"));
    }

    [Test]
    public async Task A_canned_reply_is_filled_in_and_sent_only_by_a_second_Enter()
    {
        var lily = await WorkAsync("Lily");
        await SetAsync(new DeskSettings
        {
            Canned =
            [
                new("hello", "Hi {visitor}, {agent} here. #{ticket}: {question} {other}"),
                new("bye", "Good bye"),
            ],
        });
        var (wang, ticket) = await AskAsync("Wang $& <i>", "Where is it?");
        await lily.ClaimAsync(ticket);
        var lines = lily.Talk(ticket).Locator(".completions [role=option]");

        await lily.Page.Keyboard.TypeAsync("/");
        await Expect(lines).ToHaveCountAsync(2);
        await lily.Page.Keyboard.TypeAsync("he");
        await Expect(lines).ToHaveCountAsync(1);
        await lily.PressAsync("Enter");

        var filled = $"Hi Wang $& <i>, Lily here. #{ticket}: Where is it? {{other}}";
        await Expect(lily.Input(ticket)).ToHaveValueAsync(filled);
        await Expect(lily.Texts(ticket)).ToHaveCountAsync(1);
        await lily.PressAsync("Enter");
        await Expect(lily.Texts(ticket)).ToHaveCountAsync(2);
        var said = await wang.UntilAsync(message => (string?)message["kind"] == "message");
        Assert.That((string?)said["text"], Is.EqualTo(filled));
    }

    [Test]
    public async Task What_was_open_is_open_after_a_reload_and_what_was_written_too()
    {
        var lily = await WorkAsync("Lily");
        var (_, first) = await AskAsync("Wang", "hello?");
        var (_, second) = await AskAsync("Eve", "hi");
        await lily.ClaimAsync(first);
        await lily.ClaimAsync(second);
        await lily.Input(second).FillAsync("half a sen");

        await lily.Page.ReloadAsync();

        await Expect(lily.Columns).ToHaveCountAsync(2);
        await Expect(lily.Input(second)).ToHaveValueAsync("half a sen");
        await lily.Column(first).Locator(".column-away").ClickAsync();
        await Expect(lily.Columns).ToHaveCountAsync(1);
        await Expect(lily.Page.Locator("#tabs li")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task After_a_lost_connection_nothing_is_missing_and_nothing_is_there_twice()
    {
        var wire = new Wire();
        var lily = await WorkAsync("Lily", prepare: wire.StandBeforeAsync);
        var (wang, ticket) = await AskAsync("Wang", "hello?");
        await lily.ClaimAsync(ticket);
        await lily.SayAsync(ticket, "one");
        await Expect(lily.Texts(ticket)).ToHaveTextAsync(["hello?", "one"]);

        await wire.CutAsync();
        await wang.SayAsync(ticket, "two");
        await lily.SayAsync(ticket, "three");

        await Expect(lily.Talk(ticket).Locator(".message[data-state=sent]")).ToHaveCountAsync(4);
        var (_, next) = await AskAsync("Eve", "hi");
        await lily.ClaimAsync(next);
        Assert.That(wire.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task The_console_says_that_the_connection_is_lost()
    {
        var lily = await WorkAsync("Lily");
        await StopServerAsync();
        await Expect(lily.Page.Locator("#banner")).ToContainTextAsync("Connection lost");
        await Expect(lily.Page.Locator("#queue")).ToBeVisibleAsync();
    }
}
