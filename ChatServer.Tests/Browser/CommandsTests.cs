using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What a slash at the beginning does.</summary>
public sealed class CommandsTests : BrowserTest
{
    private const string Key = "correct-horse-battery";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task What_somebody_does_is_a_line_with_their_name()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");

        await ann.SayAsync("/me waves **hard**");
        await ben.ExpectTextsAsync("Ann waves hard");
        await ann.Composer.PressAsync("ArrowUp");
        await Expect(ann.Composer).ToHaveValueAsync("/me waves **hard**");
        await ann.SayAsync("/me bows");
        await ann.SayAsync("/shrug who knows");

        await ben.ExpectTextsAsync("Ann bows", @"who knows ¯\_(ツ)_/¯");
    }

    [Test]
    public async Task A_slash_that_is_meant_is_sent_and_an_unknown_command_is_not()
    {
        var ann = await EnterAsync("Ann");
        var hint = ann.Page.Locator("#composer-hint");

        await ann.SayAsync("/nonsense here");
        await Expect(hint).ToContainTextAsync("/nonsense is not a command.");
        await Expect(ann.Composer).ToHaveValueAsync("/nonsense here");
        await ann.SayAsync("/kick");
        await Expect(hint).ToHaveTextAsync("Usage: /kick NAME [TIME] [REASON]");
        await Expect(ann.Messages).ToHaveCountAsync(0);

        foreach (var text in (string[])["//etc is here", "/usr/bin is a path", "//me is no action"])
            await ann.SayAsync(text);
        await Expect(ann.Texts).ToHaveTextAsync(["/etc is here", "/usr/bin is a path", "/me is no action"]);
    }

    [Test]
    public async Task Names_rooms_and_the_help_are_had_by_command()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");

        await ann.SayAsync("/nick Anna");
        await Expect(ann.MyName).ToHaveTextAsync("Anna");
        await ann.SayAsync("/nick Ben");
        await Expect(ann.Notice).ToContainTextAsync("Somebody else has this name");
        await Expect(ann.Composer).ToHaveValueAsync("/nick Ben");
        await ann.SayAsync("/join ops");
        await Expect(ann.RoomTitle).ToHaveTextAsync("ops");
        await ann.SayAsync("/leave");
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
        await ann.SayAsync("/topic");
        await Expect(ann.Notice).ToContainTextAsync("This room has no topic.");

        await ann.SayAsync("/help");
        await Expect(ann.Page.Locator("#help-dialog")).ToContainTextAsync("/topic [TEXT]");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page.Locator("#help-dialog")).ToBeHiddenAsync();
        await Expect(ben.Messages).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Commands_are_completed()
    {
        var ann = await EnterAsync("Ann");
        var lines = ann.Page.Locator("#completions .completion-label");

        await ann.TypeAsync("/");
        await Expect(lines.First).ToHaveTextAsync("/me TEXT");
        await Expect(lines.Filter(new() { HasText = "/kick" })).ToHaveCountAsync(0);
        await ann.TypeAsync("jo");
        await Expect(lines).ToHaveTextAsync(["/join ROOM"]);
        await ann.Page.Keyboard.PressAsync("Enter");

        await Expect(ann.Composer).ToHaveValueAsync("/join ");
    }

    [Test]
    public async Task A_word_for_one_person_alone_reaches_nobody_else()
    {
        var ann = await EnterAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben Lee");
        await Expect(ann.People).ToHaveCountAsync(2);

        await ann.SayAsync("/msg ben lee just for you");

        var told = await ben.ExpectAsync("direct");
        await ben.SendAsync(new { type = "join", room = (string?)told["room"] });
        var joined = await ben.ExpectAsync("joined");
        Assert.That((string?)joined["room"], Is.EqualTo((string?)told["room"]));
        await ann.ExpectTextsAsync("just for you");
    }

    [Test]
    public async Task The_admin_key_is_nowhere_to_be_seen_or_kept()
    {
        var ann = await EnterAsync("Ann");
        await ann.TypeAsync("/admin wrong-key-123");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Notice).ToContainTextAsync("This is not the admin key.");
        await Expect(ann.Composer).ToHaveValueAsync("");

        await ann.SayAsync($"/admin {Key}");
        await Expect(ann.Notice).ToContainTextAsync("You are an admin now.");

        await Expect(ann.Messages).ToHaveCountAsync(0);
        var kept = await ann.Page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage })");
        Assert.That(kept, Does.Not.Contain(Key).And.Not.Contain("wrong-key"));
    }

    [Test]
    public async Task Hosts_keep_order_by_command()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await Expect(ann.People).ToHaveCountAsync(2);
        await ann.SayAsync("/mute Ben");
        await Expect(ann.Notice).ToContainTextAsync("This needs a host");
        await ann.SayAsync($"/admin {Key}");
        await Expect(ann.Notice).ToContainTextAsync("You are an admin now.");

        var silence = ben.Page.Locator("#silence");
        await ann.SayAsync("/mute ben 10 flooding");
        await Expect(silence).ToContainTextAsync("A host has muted you here. It lasts until");
        await Expect(ben.Composer).ToBeDisabledAsync();
        await Expect(ben.QuietLines.Last).ToContainTextAsync("(reason: flooding)");

        await ann.SayAsync("/unmute Ben");
        await Expect(silence).ToBeEmptyAsync();
        await ben.SayAsync("thank you");
        await ann.ExpectTextsAsync("thank you");

        await ann.SayAsync("/hosts");
        await Expect(ann.Page.Locator("#composer-hint")).ToHaveTextAsync("Usage: /hosts on|off");
        await ann.SayAsync("/hosts please");
        await Expect(ann.Notice).ToContainTextAsync("Usage: /hosts on|off");
        await ann.SayAsync("/slow 3601");
        await Expect(ann.Notice).ToContainTextAsync("0 to 3600");
        await ann.SayAsync($"/topic {new string('x', 161)}");
        await Expect(ann.Notice).ToContainTextAsync("at most 160 characters");
        await ann.SayAsync("/hosts on");
        await Expect(silence).ToHaveTextAsync("Only hosts can write here now.");
        await ann.SayAsync("/hosts off");
        await Expect(silence).ToBeEmptyAsync();
        await ann.SayAsync("/kick Nobody");
        await Expect(ann.Notice).ToContainTextAsync("Nobody here has this name.");

        await ann.SayAsync("/kick ben 1h");
        await Expect(ben.Notice).ToContainTextAsync("You are no longer in lobby.");
        await ann.SayAsync("/unkick Ben");
        await Expect(ann.QuietLines.Last).ToContainTextAsync("Ann let Ben back in");
        await ben.OpenAsync("lobby");
    }

    [Test]
    public async Task In_slow_mode_a_message_waits_and_says_for_how_long()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync($"/admin {Key}");
        await Expect(ann.Notice).ToContainTextAsync("You are an admin now.");
        await ann.SayAsync("/slow 3");
        await Expect(ann.Composer).ToHaveValueAsync("");

        await ben.SayAsync("one");
        await ann.ExpectTextsAsync("one");
        await ben.SayAsync("two");

        await Expect(ben.Page.Locator(".message-delay")).ToContainTextAsync("Slow mode: sent in");
        await ann.ExpectTextsAsync("one", "two");
    }

    [Test]
    public async Task What_waits_in_slow_mode_goes_out_when_that_ends()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync($"/admin {Key}");
        await Expect(ann.Notice).ToContainTextAsync("You are an admin now.");
        await ann.SayAsync("/slow 900");
        await Expect(ben.Page.Locator("#silence")).ToHaveTextAsync("Slow mode: one message every 15 minutes");
        await ben.SayAsync("one");
        await ben.SayAsync("two");
        await Expect(ben.Page.Locator(".message-delay")).ToBeVisibleAsync();

        await ann.SayAsync("/slow off");

        await ann.ExpectTextsAsync("one", "two");
        await Expect(ben.Page.Locator(".message-delay")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Commands_of_admins_are_offered_to_admins_only()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync($"/admin {Key}");
        await Expect(ann.Notice).ToContainTextAsync("You are an admin now.");
        await ann.ChooseAsync("Ben", "host");
        await Expect(ben.Page.Locator("#room-settings")).ToBeVisibleAsync();

        foreach (var (visitor, all) in ((Visitor, string[])[])[(ann, ["/kick", "/ban"]), (ben, ["/kick"])])
        {
            await visitor.SayAsync("/help");
            var commands = visitor.Page.Locator("#help-commands code").Filter(new() { HasTextRegex = new("^/(kick|ban)") });
            await Expect(commands).ToHaveTextAsync(all.Select(name => $"{name} NAME [TIME] [REASON]"));
        }
    }
}
