using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Networks in which an answer takes long: what is done is seen at once, and nothing is done twice.</summary>
public sealed class SlowNetworkTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

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
        var answers = new Held();
        var slow = await VisitAsync(prepare: page => page.RouteWebSocketAsync("**/ws", socket =>
        {
            var server = socket.ConnectToServer();
            server.OnMessage(frame => answers.Pass(() => socket.Send(frame.Text!)));
        }));
        await slow.IntroduceAsync("Slow");
        var random = slow.Page.Locator("[data-room=random]");
        answers.Hold();

        await random.Locator(".room").ClickAsync();
        await Expect(random).ToHaveAttributeAsync("data-active", "");
        await Expect(slow.RoomTitle).ToHaveTextAsync("lobby");
        await Expect(slow.Banner).ToHaveTextAsync("Opening random…");

        await slow.Page.ClickAsync("[data-room=lobby] .room");
        await Expect(slow.Banner).ToBeHiddenAsync();
        await Expect(random).Not.ToHaveAttributeAsync("data-active", "");
        answers.LetGo();
        await Expect(slow.Page.Locator("#joined-rooms [data-room=random]")).ToBeVisibleAsync();
        await ann.SayAsync("still here?");
        await slow.ExpectTextsAsync("still here?");
        await Expect(slow.RoomTitle).ToHaveTextAsync("lobby");

        await random.Locator(".room").ClickAsync();
        await Expect(slow.RoomTitle).ToHaveTextAsync("random");
        await Expect(slow.Banner).ToBeHiddenAsync();
    }

    /// <summary>Answers that are kept back, in order. Any thread may call it.</summary>
    private sealed class Held
    {
        private readonly Lock _gate = new();
        private readonly Queue<Action> _waiting = new();
        private bool _isHeld;

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
