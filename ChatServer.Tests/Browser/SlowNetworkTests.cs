using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Networks in which an answer takes long: what is done is seen at once, and nothing is done twice.</summary>
public sealed class SlowNetworkTests : BrowserTest
{
    private const string Key = "the admin's key";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [TestCase(200)]
    [TestCase(2_000)]
    public async Task Everything_works_when_answers_are_late(int milliseconds)
    {
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("hello");
        Proxy = new DelayingProxy(Server.Port, TimeSpan.FromMilliseconds(milliseconds));
        var ann = await EnterAsync("Ann");
        await ann.ExpectTextsAsync("hello");

        foreach (var text in (string[])["one", "two", "three"]) await ann.SayAsync(text);
        await Expect(ann.Page.Locator(".message:not([data-state=sent])")).ToHaveCountAsync(0);
        foreach (var person in (Visitor[])[ann, ben]) await person.ExpectTextsAsync("hello", "one", "two", "three");

        await ben.SayAsync("and you, @Ann");
        await Expect(ann.Texts.Last).ToHaveTextAsync("and you, @Ann");
        await ann.JoinAsync("maths");
        await ann.SayAsync("first here");
        await ann.ExpectTextsAsync("first here");
        await Expect(ann.Banner).ToBeHiddenAsync();
        await ann.ExpectConnectionAsync("connected");
    }

    [Test]
    public async Task A_room_that_takes_long_says_so_and_what_is_chosen_last_is_shown()
    {
        var ann = await EnterAsync("Ann");
        var (slow, answers) = await ComeSlowlyAsync("Slow");
        answers.Hold();

        await OpenAsync(slow, "random");
        await Expect(slow.Room("random")).ToHaveAttributeAsync("data-active", "");
        await Expect(slow.RoomTitle).ToHaveTextAsync("lobby");
        await Expect(slow.Banner).ToHaveTextAsync("Opening random…");

        await OpenAsync(slow, "lobby");
        await Expect(slow.Banner).ToBeHiddenAsync();
        await Expect(slow.Room("random")).Not.ToHaveAttributeAsync("data-active", "");
        answers.LetGo();
        await Expect(slow.Page.Locator("#joined-rooms [data-room=random]")).ToBeVisibleAsync();
        await ann.SayAsync("still here?");
        await slow.ExpectTextsAsync("still here?");
        await Expect(slow.RoomTitle).ToHaveTextAsync("lobby");

        await OpenAsync(slow, "random");
        await Expect(slow.RoomTitle).ToHaveTextAsync("random");
        await Expect(slow.Banner).ToBeHiddenAsync();
    }

    [Test]
    public async Task What_is_chosen_while_a_room_is_left_is_shown_and_no_other()
    {
        var (slow, answers) = await ComeSlowlyAsync("Slow");
        await slow.JoinAsync("maths");
        answers.Hold();

        await slow.Room("maths").HoverAsync();
        await slow.Room("maths").Locator(".leave").ClickAsync();
        await OpenAsync(slow, "random");
        answers.LetGo();

        await Expect(slow.RoomTitle).ToHaveTextAsync("random");
        await Expect(slow.Room("maths").Locator(".leave")).ToHaveCountAsync(0);
        await Expect(slow.RoomTitle).ToHaveTextAsync("random");
    }

    [Test]
    public async Task Who_chooses_a_room_that_cannot_be_had_before_there_is_one_is_shown_another()
    {
        await using var admin = await ChatPeer.JoinAsync(Server, "random", "Ada");
        await admin.SendAsync(new { type = "admin", key = Key });
        await admin.ExpectAsync("role");
        await admin.SendAsync(new { type = "moderate", room = "random", action = "lock", on = true });
        await admin.ExpectAsync("event");
        // The lobby is asked for with the welcome; its answer is late.
        var (slow, answers) = await VisitSlowlyAsync(frame => frame.Contains("\"joined\"", StringComparison.Ordinal));
        await slow.Page.FillAsync("#name-input", "Slow");
        await slow.Page.ClickAsync("#name-save");

        await Eventually.IsAsync(() => answers.IsHeld);
        await OpenAsync(slow, "random");
        answers.LetGo();

        await Expect(slow.Notice).ToContainTextAsync("random");
        await Expect(slow.RoomTitle).ToHaveTextAsync("lobby");
        await slow.SayAsync("here");
        await slow.ExpectTextsAsync("here");
    }

    private static Task OpenAsync(Visitor person, string room) => person.Room(room).Locator(".room").ClickAsync();

    private async Task<(Visitor, Held)> ComeSlowlyAsync(string name)
    {
        var (visitor, answers) = await VisitSlowlyAsync();
        await visitor.IntroduceAsync(name);
        return (visitor, answers);
    }

    /// <param name="holds">From which answer on everything is kept back; nothing is at first without one.</param>
    private async Task<(Visitor, Held)> VisitSlowlyAsync(Predicate<string>? holds = null)
    {
        var answers = new Held();
        var visitor = await VisitAsync(prepare: page => page.RouteWebSocketAsync("**/ws", socket =>
        {
            var server = socket.ConnectToServer();
            server.OnMessage(frame =>
            {
                if (holds?.Invoke(frame.Text!) is true)
                {
                    holds = null;
                    answers.Hold();
                }
                answers.Pass(() => socket.Send(frame.Text!));
            });
        }));
        return (visitor, answers);
    }

    /// <summary>Answers that are kept back, in order. Any thread may call it.</summary>
    private sealed class Held
    {
        private readonly Lock _gate = new();
        private readonly Queue<Action> _waiting = new();
        private bool _isHeld;

        public bool IsHeld
        {
            get
            {
                lock (_gate) return _isHeld;
            }
        }

        public void Hold()
        {
            lock (_gate) _isHeld = true;
        }

        public void Pass(Action answer)
        {
            lock (_gate)
            {
                if (_isHeld) _waiting.Enqueue(answer);
                else answer();
            }
        }

        public void LetGo()
        {
            lock (_gate)
            {
                _isHeld = false;
                while (_waiting.TryDequeue(out var answer)) answer();
            }
        }
    }
}
