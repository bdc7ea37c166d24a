using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What people write is text, whatever it looks like.</summary>
public sealed class InjectionTests : BrowserTest
{
    private const string Key = "the admin's key";

    [SetUp]
    public Task StartAsync() => ServeAsync(
        settings => settings with { AdminKey = Key, Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public void The_list_is_long() => Assert.Multiple(() =>
    {
        Assert.That(Payloads.All, Has.Length.GreaterThanOrEqualTo(150).And.Unique);
        Assert.That(Payloads.Names, Has.Length.GreaterThanOrEqualTo(100).And.Unique);
    });

    [Test]
    public async Task Markup_in_messages_is_shown_as_it_was_written()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        // Without those that have a meaning in Markdown, or for a command.
        var plain = Payloads.All.Where(payload => payload.IndexOfAny(['\n', '`', '*', '_', '>']) is -1
            && payload[0] is not ('/' or '\\' or '[' or '!' or '-' or ' ' or '\u0001' or '\u202E')).ToArray();
        plain = [.. plain, .. Payloads.All.Where(payload => payload[0] == '<' && payload.IndexOfAny(['\n', '`', '*', '_', '\0']) < 0)];
        Assert.That(plain, Has.Length.GreaterThan(80));

        foreach (var payload in plain.Take(10)) await ann.SayAsync(payload);
        await using (var peer = await ChatPeer.JoinAsync(Server, "lobby", "Cem"))
        {
            foreach (var text in plain.Skip(10)) await peer.SayAsync("lobby", text);
        }
        await ben.ExpectTextsAsync(plain);
        await ben.ReloadAsync();
        await ben.UntilAsync("document.querySelectorAll('.message').length >= 50");
        await Expect(ben.Texts.Last).ToHaveTextAsync(plain[^1]);

        foreach (var person in (Visitor[])[ann, ben]) await person.ExpectNothingRanAsync();
    }

    [Test]
    public async Task Nothing_runs_of_what_is_in_messages_links_quotes_edits_topics_and_reasons()
    {
        var ann = await EnterAsync("Ann");
        await using var host = await ChatPeer.JoinAsync(Server, "lobby", "Olga");
        await host.SendAsync(new { type = "admin", key = Key });
        await host.ExpectAsync("role");
        await using var cem = await ChatPeer.OpenAsync(Server);
        var cemsId = (string?)(await cem.HelloAsync("<img src=x onerror=hacked=1>"))["you"]!["id"];
        await cem.JoinAsync("lobby");

        foreach (var (at, payload) in Payloads.All.Index())
        {
            var said = await host.SayAsync("lobby", payload);
            string[] links =
            [
                $"[click]({payload})", $"[{payload}](https://example.com/)", $"https://example.com/{payload}", $"<{payload}>",
                $"`{payload}` **{payload}** ~~{payload}~~", $"> {payload}\n- {payload}\n1. {payload}", $"```{payload}\n{payload}\n```",
            ];
            foreach (var link in links) await host.SendAsync(new { type = "say", room = "lobby", text = link });
            await host.SendAsync(new { type = "say", room = "lobby", text = "answer", reply = (long?)said["seq"] });
            await host.SendAsync(new { type = "edit", room = "lobby", target = (long?)said["seq"], text = $"{payload} {payload}" });
            await host.SendAsync(new { type = "moderate", room = "lobby", action = "topic", text = payload });
            await host.SendAsync(
                new { type = "moderate", room = "lobby", action = "mute", person = cemsId, seconds = 60, text = payload });
            // Drawn before there is more than the page keeps, and before there is another topic.
            await host.SayAsync("lobby", $"end of {at}");
            await Expect(ann.Texts.Last).ToHaveTextAsync($"end of {at}");
        }
        await host.SayAsync("lobby", "the end");
        await Expect(ann.Texts.Last).ToHaveTextAsync("the end");
        await Expect(ann.Page.Locator("#room-topic")).ToHaveTextAsync(Payloads.All[^1]);
        await ann.ExpectNothingRanAsync();

        await ann.ReloadAsync();
        await Expect(ann.Texts.Last).ToHaveTextAsync("the end");
        await ann.ExpectNothingRanAsync();
        await ann.SayAsync($"/admin {Key}");
        await ann.Page.ClickAsync("#room-settings");
        await Expect(ann.Page.Locator("[data-list=mutes]")).ToContainTextAsync("<img src=x onerror=hacked=1>");
        await ann.ExpectNothingRanAsync();
    }

    [Test]
    public async Task Nothing_runs_of_what_is_in_names()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("react to this");
        await ann.ExpectTextsAsync("react to this");
        var peers = new List<ChatPeer>();
        foreach (var name in Payloads.Names)
        {
            var peer = await ChatPeer.OpenAsync(Server);
            peers.Add(peer);
            // Of two that look alike the second gets a number.
            var given = (string)(await peer.HelloAsync(name))["you"]!["name"]!;
            await peer.JoinAsync("lobby");
            await peer.SendAsync(new { type = "typing", room = "lobby" });
            await peer.SendAsync(new { type = "react", room = "lobby", target = 1, text = "🎉" });
            await peer.SayAsync("lobby", $"hello @{name}");
            await Expect(ann.Page.Locator(".message-author").Last).ToHaveTextAsync(given);
            if (peers.Count > 20) await peers[^20].DisposeAsync();
        }
        await Expect(ann.QuietLines.First).ToBeAttachedAsync();
        await ann.ExpectNothingRanAsync();

        // Where else a name is shown: what could be meant, the menu of a person, a conversation of two.
        await ann.TypeAsync("hi @");
        await Expect(ann.Page.Locator("#completions [role=option]").First).ToBeVisibleAsync();
        await ann.ExpectNothingRanAsync();
        await ann.Composer.FillAsync("");
        await ann.Page.Locator("#people .person:not(:disabled)").First.ClickAsync();
        await Expect(ann.Page.Locator("#person-menu .menu-title")).ToBeVisibleAsync();
        await ann.ExpectNothingRanAsync();
        await ann.Page.ClickAsync("#person-menu [data-action=message]");
        await Expect(ann.Directs).ToHaveCountAsync(1);
        await Expect(ann.Page.Locator(".room-start")).ToContainTextAsync("Only the two of you");
        await ann.ExpectNothingRanAsync();
        foreach (var peer in peers) await peer.DisposeAsync();
    }

    [Test]
    public async Task Markup_in_ones_own_name_and_in_an_address_is_text()
    {
        const string name = "<img src=x onerror=hacked=1>";
        var ann = await EnterAsync(name, "/rooms/%3Cimg%20src=x%20onerror=hacked=1%3E");

        await Expect(ann.MyName).ToHaveTextAsync(name);
        await Expect(ann.Notice).ToContainTextAsync("Could not open <img src=x onerror=hacked=1>");
        await ann.Page.ClickAsync("#my-menu");
        await ann.ExpectNothingRanAsync();
    }
}
