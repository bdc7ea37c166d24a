using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Raising a hand, waiting in line and being called, on the pages of a host and of two pupils.</summary>
public sealed class HandTests : BrowserTest
{
    private const string Key = "the admin's key";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key, DataPath = DataPath });

    [Test]
    public async Task The_host_sees_the_line_and_calls_one_after_the_other()
    {
        var (ann, ben, cem) = (await HostAsync(), await EnterAsync("Ben"), await EnterInChineseAsync("Cem"));
        await Expect(ann.QuietLines.Last).ToHaveTextAsync("Ben and Cem joined");
        await ben.Page.ClickAsync("#hand-button");
        await Expect(Place(ben)).ToHaveTextAsync("You are next in line");
        await cem.SayAsync("/hand");
        await Expect(Place(cem)).ToHaveTextAsync("你排在第 2 位");
        await Expect(Line(ann)).ToHaveTextAsync(["Ben", "Cem"]);
        await Expect(ann.QuietLines.Last).ToHaveTextAsync("Ben and Cem raised their hands");
        await Expect(ann.Person("Cem").Locator(".tags")).ToHaveTextAsync("hand up");

        await ann.Page.FocusAsync("#hands-next");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(Called(ben)).ToContainTextAsync("Ann called you. It’s your turn.");
        await Expect(ben.Page).ToHaveTitleAsync("✋ lobby · ChatServer");
        await Expect(Place(ben)).ToBeHiddenAsync();
        await Expect(Place(cem)).ToHaveTextAsync("下一位就是你");
        await Expect(cem.QuietLines.Last).ToHaveTextAsync("Ann 请 Ben 发言");
        await Expect(Called(cem)).ToBeHiddenAsync();
        await ben.SayAsync("my question");
        await Expect(Called(ben)).ToBeHiddenAsync();
        await Expect(ben.Page).ToHaveTitleAsync("lobby · ChatServer");

        await ann.SayAsync("/next");
        await Expect(Called(cem)).ToContainTextAsync("Ann 请你发言，轮到你了。");
        await cem.Page.ClickAsync("#hands-seen");
        await Expect(Called(cem)).ToBeHiddenAsync();
        await Expect(ann.Page.Locator("#hands")).ToBeHiddenAsync();
        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task Up_and_down_is_one_quiet_line_and_the_place_in_line_moves_up()
    {
        var (ben, cem, dan) = (await EnterAsync("Ben"), await EnterAsync("Cem"), await EnterAsync("Dan"));
        await Expect(ben.People).ToHaveCountAsync(3);
        foreach (var one in new[] { ben, cem, dan })
        {
            await one.SayAsync("/hand");
            await Expect(Place(one)).ToBeVisibleAsync();
        }
        await Expect(Place(dan)).ToHaveTextAsync("You are 3rd in line");
        await cem.SayAsync("/hand down");
        await Expect(Place(dan)).ToHaveTextAsync("You are 2nd in line");
        await Expect(Place(cem)).ToBeHiddenAsync();
        await Expect(ben.QuietLines.Last).ToHaveTextAsync("Ben and Dan raised their hands, Cem lowered their hand");
        await ben.Page.ClickAsync("#hands-lower");
        await Expect(Place(dan)).ToHaveTextAsync("You are next in line");
        await Expect(ben.QuietLines.Last).ToHaveTextAsync("Dan raised a hand, Ben and Cem lowered their hands");
        await ben.SayAsync("/hand down");
        await Expect(ben.Notice).ToContainTextAsync("Your hand is not up.");
    }

    [Test]
    public async Task A_host_lowers_one_hand_or_all_and_no_pupil_can()
    {
        var (ann, ben, cem) = (await HostAsync(), await EnterAsync("Ben"), await EnterAsync("Cem"));
        foreach (var one in new[] { ben, cem })
        {
            await one.Page.ClickAsync("#hand-button");
            await Expect(Place(one)).ToBeVisibleAsync();
            await Expect(one.Page.Locator("#hands-line")).ToBeHiddenAsync();
        }
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Lower Ben’s hand" }).ClickAsync();
        await Expect(Line(ann)).ToHaveTextAsync(["Cem"]);
        await Expect(Place(ben)).ToBeHiddenAsync();
        await Expect(ben.QuietLines.Last).ToHaveTextAsync("Ann lowered Ben’s hand");
        await Expect(Called(ben)).ToBeHiddenAsync();
        await ann.Page.ClickAsync("#hands-clear");
        await Expect(Place(cem)).ToBeHiddenAsync();
        await Expect(cem.QuietLines.Last).ToHaveTextAsync("Ann lowered all hands");
    }

    [Test]
    public async Task Who_may_not_write_can_raise_a_hand()
    {
        var (ann, ben) = (await HostAsync(), await EnterAsync("Ben"));
        await ann.SayAsync("/hosts on");
        await Expect(ben.Composer).ToBeDisabledAsync();
        await ben.Page.ClickAsync("#hand-button");
        await Expect(Line(ann)).ToHaveTextAsync(["Ben"]);
    }

    [Test]
    public async Task The_line_is_there_again_after_a_restart()
    {
        var (ann, ben) = (await HostAsync(), await EnterAsync("Ben"));
        await ben.Page.ClickAsync("#hand-button");
        await Expect(Line(ann)).ToHaveTextAsync(["Ben"]);
        await StopServerAsync();
        await Expect(ben.Page.Locator("#hand-button")).ToBeDisabledAsync();
        await StartServerAgainAsync();
        await ann.ReloadAsync();
        await Expect(Line(ann)).ToHaveTextAsync(["Ben"]);
        await ben.ExpectConnectionAsync("connected");
        await ann.Page.ClickAsync("#hands-next");
        await Expect(Called(ben)).ToBeVisibleAsync();
    }

    [Test]
    public async Task Who_is_called_elsewhere_is_told_and_finds_it_there()
    {
        var (ann, ben) = (await HostAsync(), await EnterAsync("Ben"));
        await ben.Page.ClickAsync("#hand-button");
        await Expect(Line(ann)).ToHaveTextAsync(["Ben"]);
        await ben.JoinAsync("ops");
        await ann.Page.ClickAsync("#hands-next");
        await Expect(ben.Notice).ToContainTextAsync("Ann called you in lobby. It’s your turn.");
        await Expect(Called(ben)).ToBeHiddenAsync();
        await ben.OpenAsync("lobby");
        await Expect(Called(ben)).ToBeVisibleAsync();
    }

    [Test]
    public async Task In_a_direct_message_there_is_no_line()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.OpenDirectAsync("Ben");
        await Expect(ann.Page.Locator("#hand-button")).ToBeHiddenAsync();
        await ann.SayAsync("/hand");
        await Expect(ann.Notice).ToContainTextAsync("There is no line in a direct message.");
        await Expect(ben.Page.Locator("#hand-button")).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_double_click_calls_one()
    {
        var (ann, ben, cem) = (await HostAsync(), await EnterAsync("Ben"), await EnterAsync("Cem"));
        foreach (var one in new[] { ben, cem })
        {
            await one.Page.ClickAsync("#hand-button");
            await Expect(Place(one)).ToBeVisibleAsync();
        }
        await Expect(Line(ann)).ToHaveTextAsync(["Ben", "Cem"]);
        await ann.Page.DblClickAsync("#hands-next", new() { Delay = 100 });
        await Expect(Called(ben)).ToBeVisibleAsync();
        await ann.SayAsync("and now?");
        await cem.ExpectTextsAsync("and now?");
        await Expect(Line(ann)).ToHaveTextAsync(["Cem"]);
    }

    private async Task<Visitor> HostAsync()
    {
        var ann = await EnterAsync("Ann");
        await ann.BecomeAdminAsync(Key);
        return ann;
    }

    private Task<Visitor> EnterInChineseAsync(string name) => EnterAsync(name, options: new() { Locale = "zh-CN" });

    private static ILocator Place(Visitor visitor) => visitor.Page.Locator("#hands-place");

    private static ILocator Called(Visitor visitor) => visitor.Page.Locator("#hands-called");

    private static ILocator Line(Visitor host) => host.Page.Locator("#hands-list .person-name");
}
