using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Answering with an emoji.</summary>
public sealed class ReactionsTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task Reactions_are_counted_and_taken_back()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("done");
        await ben.ExpectTextsAsync("done");

        await ben.ReactAsync("done", "🎉");
        var pill = ann.Page.Locator(".reaction[data-emoji='🎉']");
        await Expect(pill).ToHaveTextAsync("🎉1");
        await Expect(pill).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(pill).ToHaveAttributeAsync("title", "Ben");
        await pill.ClickAsync();
        await Expect(pill).ToHaveTextAsync("🎉2");
        await Expect(pill).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(pill).ToHaveAttributeAsync("title", "Ben, Ann");

        await ben.ReloadAsync();
        var bens = ben.Page.Locator(".reaction[data-emoji='🎉']");
        await Expect(bens).ToHaveAttributeAsync("aria-pressed", "true");
        await bens.ClickAsync();
        await Expect(pill).ToHaveTextAsync("🎉1");
        await pill.ClickAsync();
        foreach (var person in (Visitor[])[ann, ben])
            await Expect(person.Page.Locator(".reaction")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Any_emoji_can_be_picked_by_its_name_and_by_key()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("coffee?");
        await ann.ExpectTextsAsync("coffee?");

        await ann.UseToolAsync("coffee?", "pick");
        await Expect(ann.Page.Locator("#emoji-search")).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("rock");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ben.Page.Locator(".reaction")).ToHaveTextAsync("🚀1");
        await Expect(ann.Page.Locator("#emoji-picker")).ToBeHiddenAsync();

        await ann.UseToolAsync("coffee?", "pick");
        await ann.Page.Keyboard.TypeAsync("nothing at all");
        await Expect(ann.Page.Locator("#emoji-empty")).ToHaveTextAsync("No emoji has this name.");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page.Locator("#emoji-picker")).ToBeHiddenAsync();
    }

    [Test]
    public async Task What_is_refused_is_told()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("popular");
        await ann.ExpectTextsAsync("popular");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        for (var number = 0; number < 20; number++)
        {
            var text = char.ConvertFromUtf32(0x1F950 + number);
            await ben.SendAsync(new { type = "react", room = "lobby", target = 1, text });
        }
        await Expect(ann.Page.Locator(".reaction")).ToHaveCountAsync(20);

        await ann.ReactAsync("popular", "👍");

        await Expect(ann.Notice).ToContainTextAsync("This message has too many reactions already.");
        await Expect(ann.Page.Locator(".reaction")).ToHaveCountAsync(20);
    }

    [Test]
    public async Task A_change_of_a_message_is_known_when_its_page_comes_later()
    {
        var ann = await EnterAsync("Ann");
        var states = await ann.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { Room } = await import('/client/room.js');
              const person = { id: 'b', name: 'Ben' };
              const message = seq => ({ seq, kind: 'message', text: `m${seq}`, from: person });
              const room = new Room('lobby');
              room.applyJoined({ epoch: 'e', head: 9, more: true, events: [message(9)], people: [], count: 0 });
              const change = (seq, rest) => room.applyEvent({ seq, from: person, at: seq, ...rest });
              change(10, { kind: 'edit', target: 3, text: 'changed' });
              change(11, { kind: 'react', target: 3, text: '👍' });
              change(12, { kind: 'delete', target: 4, text: '' });
              // Read before the changes, except for the reaction.
              const reactions = [{ emoji: '👍', by: [person] }];
              room.applyHistory(9, { events: [{ ...message(3), reactions }, message(4)], more: false });
              const [three, four] = room.events;
              return [three.text, JSON.stringify(three.reactions), four.text, String(four.deleted)];
            }
            """);

        Assert.That(states, Is.EqualTo(new[]
        {
            "changed", """[{"emoji":"👍","by":[{"id":"b","name":"Ben"}]}]""", "", "12",
        }));
    }
}
