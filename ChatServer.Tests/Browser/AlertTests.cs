using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What calls somebody who looks elsewhere: notifications, a sound, the tab.</summary>
public sealed class AlertTests : BrowserTest
{
    /// <summary>Notes in the place of the browser's notifications, which show none here. Takes the permission.</summary>
    private const string Notes =
        """
        window.notes = [];
        window.asked = 0;
        window.Notification = class extends EventTarget {
          static permission = '$PERMISSION';
          static async requestPermission() {
            window.asked++;
            return Notification.permission = 'granted';
          }
          constructor(title, { body, tag }) {
            super();
            Object.assign(this, { title, body, tag, isClosed: false });
            window.notes.push(this);
          }
          close() {
            this.isClosed = true;
          }
        };
        """;

    /// <summary>Longer than a tab waits for another one, and than two sounds are apart, in milliseconds.</summary>
    private const int LongestWaitMs = 3_000;

    private const string Told = "notes.map(note => `${note.title}: ${note.body}`).join('|')";

    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task Out_of_sight_a_mention_and_a_direct_message_are_told_and_nothing_else()
    {
        var (ann, ben) = (await AskedAsync("Ann", "granted"), await EnterAsync("Ben"));
        await Expect(ann.People).ToHaveCountAsync(2);
        await ann.ShowAsync(false);
        await ben.SayAsync("just talk");
        await ben.SayAsync("have a look, @Ann **please**");
        await ann.UntilAsync($"{Told} === 'Ben in lobby: have a look, @Ann please'");
        await Expect(ann.Page.Locator("body")).ToHaveAttributeAsync("data-played", "mention");
        await Expect(ann.Page).ToHaveTitleAsync("(1) lobby · ChatServer");
        await Expect(ann.Page.Locator("link[rel=icon]")).ToHaveAttributeAsync("href", "/client/icon-unread.svg");

        await ben.OpenDirectAsync("Ann");
        await ben.SayAsync("psst");
        await ann.UntilAsync("notes.length === 2 && notes[1].title === 'Ben' && notes[1].body === 'psst'");
        await Expect(ann.Page).ToHaveTitleAsync("(2) lobby · ChatServer");

        await ann.ShowAsync(true);
        await ann.UntilAsync("notes.every(note => note.isClosed)");
        await Expect(ann.Page).ToHaveTitleAsync("(1) lobby · ChatServer");
        await ann.Page.EvaluateAsync("() => notes[1].dispatchEvent(new Event('click'))");
        await Expect(ann.RoomTitle).ToHaveTextAsync("Ben");
        await ann.ExpectTextsAsync("psst");
        await Expect(ann.Page).ToHaveTitleAsync("Ben · ChatServer");
        await Expect(ann.Page.Locator("link[rel=icon]")).ToHaveAttributeAsync("href", "/client/icon.svg");
    }

    [Test]
    public async Task In_sight_nothing_is_told()
    {
        var (ann, ben) = (await AskedAsync("Ann", "granted"), await EnterAsync("Ben"));
        await ann.JoinAsync("ops");
        await ben.SayAsync("@Ann?");
        await Expect(ann.Room("lobby").Locator(".mention")).ToBeVisibleAsync();
        await ann.ShowAsync(false);
        await ben.SayAsync("@Ann!");
        await ann.UntilAsync("notes.length === 1 && notes[0].body === '@Ann!'");
    }

    [Test]
    public async Task All_none_and_a_muted_room_are_as_chosen()
    {
        var (ann, ben) = (await AskedAsync("Ann", "granted"), await EnterAsync("Ben"));
        await ChooseAlertsAsync(ann, "all");
        await ann.ShowAsync(false);
        await ben.SayAsync("one");
        await ann.UntilAsync($"{Told} === 'Ben in lobby: one'");
        await Expect(ann.Page).ToHaveTitleAsync("(1) lobby · ChatServer");

        await ann.ShowAsync(true);
        await ann.ChooseInRoomAsync("mute");
        await ann.ShowAsync(false);
        await ben.SayAsync("two @Ann");
        await Expect(ann.Texts).ToHaveTextAsync(["one", "two @Ann"]);
        await ben.JoinAsync("ops");
        await ann.JoinAsync("ops");
        await ben.SayAsync("three");
        await ann.UntilAsync($"{Told} === 'Ben in lobby: one|Ben in ops: three'");

        await ann.ShowAsync(true);
        await ann.OpenAsync("lobby");
        await ann.ChooseInRoomAsync("unmute");
        await ChooseAlertsAsync(ann, "none");
        await ann.ShowAsync(false);
        await ben.SayAsync("four @Ann");
        await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync("1");
        await ann.ShowAsync(true);
        await ChooseAlertsAsync(ann, "mentions");
        await ann.ShowAsync(false);
        await ben.SayAsync("five @Ann");
        await ann.UntilAsync($"{Told} === 'Ben in lobby: one|Ben in ops: three|Ben in ops: five @Ann'");
    }

    [Test]
    public async Task Two_tabs_tell_it_once()
    {
        var (ann, ben) = (await AskedAsync("Ann", "granted"), await EnterAsync("Ben"));
        var second = await ann.Context.NewPageAsync();
        await second.Clock.InstallAsync();
        await second.AddInitScriptAsync(Notes.Replace("$PERMISSION", "granted"));
        await second.GotoAsync(Address().AbsoluteUri);
        var other = new Visitor(ann.Context, second, ann.Watch);
        await other.WaitUntilReadyAsync();
        await ann.ShowAsync(false);
        await other.ShowAsync(false);
        foreach (var text in (string[])["@Ann 1", "@Ann 2", "@Ann 3"]) await ben.SayAsync(text);
        await Expect(ann.Page).ToHaveTitleAsync("(3) lobby · ChatServer");
        await Expect(second).ToHaveTitleAsync("(3) lobby · ChatServer");
        await ann.Page.Clock.FastForwardAsync(LongestWaitMs);
        await second.Clock.FastForwardAsync(LongestWaitMs);

        var (here, there) = (await TellingsAsync(ann), await TellingsAsync(other));

        Assert.That(here.Concat(there), Is.EquivalentTo(new[] { "@Ann 1", "@Ann 2", "@Ann 3" }));
    }

    [Test]
    public async Task The_browser_is_asked_by_a_click_in_the_settings_and_never_before()
    {
        var (ann, ben) = (await AskedAsync("Ann", "default"), await EnterAsync("Ben"));
        await ann.ShowAsync(false);
        await ben.SayAsync("@Ann 1");
        await Expect(ann.Page.Locator("body")).ToHaveAttributeAsync("data-played", "mention");
        Assert.That(await ann.Page.EvaluateAsync<int>("asked + notes.length"), Is.Zero);

        await ann.ShowAsync(true);
        await ann.ChooseAsync("preferences");
        Assert.That(await ann.Page.EvaluateAsync<int>("asked"), Is.Zero);
        await ann.Page.ClickAsync("#preferences-allow");
        await Expect(ann.Page.Locator("#preferences-allow")).ToHaveCountAsync(0);
        Assert.That(await ann.Page.EvaluateAsync<int>("asked"), Is.EqualTo(1));
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.ShowAsync(false);
        await ben.SayAsync("@Ann 2");
        await ann.UntilAsync($"{Told} === 'Ben in lobby: @Ann 2'");
    }

    [TestCase("en-US", "only of pages that come over HTTPS", "put it behind HTTPS")]
    [TestCase("zh-CN", "只允许通过 HTTPS 打开的页面弹出通知", "配置 HTTPS")]
    public async Task Over_plain_HTTP_the_settings_say_why_and_what_to_do(string locale, string why, string what)
    {
        var ann = await VisitAsync(
            options: new() { Locale = locale },
            prepare: page => page.AddInitScriptAsync(
                "Object.defineProperty(window, 'isSecureContext', { value: false });" + Notes.Replace("$PERMISSION", "denied")));
        await ann.IntroduceAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.ChooseAsync("preferences");
        var note = ann.Page.Locator(".preference-note");
        await Expect(note).ToContainTextAsync(why);
        await Expect(note).ToContainTextAsync(what);
        await ann.Page.Keyboard.PressAsync("Escape");

        await ann.ShowAsync(false);
        await ben.SayAsync("@Ann?");
        await Expect(ann.Page.Locator("body")).ToHaveAttributeAsync("data-played", "mention");
        await Expect(ann.Page).ToHaveTitleAsync("(1) lobby · ChatServer");
        Assert.That(await ann.Page.EvaluateAsync<int>("notes.length"), Is.Zero);
    }

    [Test]
    public async Task Audio_runs_only_while_something_is_heard()
    {
        var ben = await EnterAsync("Ben");
        var ann = await VisitAsync(prepare: page => page.AddInitScriptAsync(
            """
            window.calls = [];
            window.AudioContext = class extends AudioContext {
              resume() { return this.#called('resume', super.resume()); }
              suspend() { return this.#called('suspend', super.suspend()); }
              async #called(what, done) {
                await done;
                calls.push(`${what}: ${this.state}`);
              }
            };
            """));
        await ann.IntroduceAsync("Ann");
        await ann.UntilAsync("calls.join() === 'resume: running,suspend: suspended'");
        await ann.ShowAsync(false);

        await ben.SayAsync("@Ann");

        await ann.UntilAsync("calls.slice(2).join() === 'resume: running,suspend: suspended'");
        await Expect(ann.Page.Locator("body")).ToHaveAttributeAsync("data-played", "mention");
    }

    [Test]
    public async Task A_sound_comes_after_a_gesture_only_and_can_be_switched_off()
    {
        var (ann, ben) = (await AskedAsync("Ann", "granted"), await EnterAsync("Ben"));
        var body = ann.Page.Locator("body");
        await ann.ReloadAsync();
        await ann.ShowAsync(false);
        await ben.SayAsync("@Ann 1");
        await Expect(ann.Page).ToHaveTitleAsync("(1) lobby · ChatServer");
        await ann.Page.Clock.FastForwardAsync(LongestWaitMs);
        await ann.UntilAsync("notes.length === 1");
        await Expect(body).Not.ToHaveAttributeAsync("data-played", "mention");

        await ann.Page.Clock.FastForwardAsync(LongestWaitMs);
        await ann.Page.Keyboard.PressAsync("Shift");
        await ben.SayAsync("@Ann 2");
        await Expect(body).ToHaveAttributeAsync("data-played", "mention");

        await ann.ShowAsync(true);
        await ann.ChooseAsync("preferences");
        await ann.Page.UncheckAsync("#preferences-sound");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.EvaluateAsync("() => { delete document.body.dataset.played; }");
        await ann.ShowAsync(false);
        await ben.SayAsync("@Ann 3");
        await Expect(ann.Page).ToHaveTitleAsync("(1) lobby · ChatServer");
        await ann.Page.Clock.FastForwardAsync(LongestWaitMs);
        await ann.UntilAsync("notes.at(-1).body === '@Ann 3'");
        await Expect(body).Not.ToHaveAttributeAsync("data-played", "mention");
    }

    private static Task<string[]> TellingsAsync(Visitor visitor) =>
        visitor.Page.EvaluateAsync<string[]>("() => notes.map(note => note.body)");

    private async Task<Visitor> AskedAsync(string name, string permission)
    {
        var visitor = await VisitAsync(
            prepare: async page =>
            {
                await page.Clock.InstallAsync();
                await page.AddInitScriptAsync(Notes.Replace("$PERMISSION", permission));
            });
        await visitor.IntroduceAsync(name);
        return visitor;
    }

    private static async Task ChooseAlertsAsync(Visitor visitor, string choice)
    {
        await visitor.ChooseAsync("preferences");
        await visitor.Page.SelectOptionAsync("#preferences-alerts", choice);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Page.Locator("#preferences-dialog")).ToBeHiddenAsync();
    }
}
