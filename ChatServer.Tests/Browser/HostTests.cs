using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Keeping order, by mouse.</summary>
public sealed class HostTests : BrowserTest
{
    private const string Key = "the admin's key";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task The_key_makes_an_admin_who_can_give_it_up()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await Expect(ann.Page.Locator("#room-settings")).ToBeHiddenAsync();
        await ann.ChooseAsync("admin");
        await ann.AnswerAsync("not the key");
        await Expect(ann.Page.Locator("#password-error")).Not.ToBeEmptyAsync();
        await ann.AnswerAsync(Key);

        await Expect(ann.Page.Locator("#room-settings")).ToBeVisibleAsync();
        await Expect(ben.Person("Ann").Locator(".tags")).ToHaveTextAsync("admin");
        await ann.ChooseAsync("give-up-admin");
        await Expect(ann.Notice).ToContainTextAsync("You are no longer an admin.");
        await Expect(ann.Page.Locator("#room-settings")).ToBeHiddenAsync();
        await Expect(ben.Person("Ann").Locator(".tags")).ToBeEmptyAsync();
    }

    [Test]
    public async Task Who_is_muted_reads_why_and_can_write_again_afterwards()
    {
        var (ann, ben) = (await AdminAsync(), await EnterAsync("Ben"));
        await ben.TypeAsync("half a sen");
        await ActAsync(ann, "Ben", "mute", "flooding");

        var silence = ben.Page.Locator("#silence");
        await Expect(silence).ToContainTextAsync("It lasts until ");
        await Expect(ben.Composer).ToBeDisabledAsync();
        await Expect(ben.QuietLines.Last).ToContainTextAsync("Ann muted Ben until");

        await ann.ChooseAsync("Ben", "unmute");
        await Expect(ben.Composer).ToBeEnabledAsync();
        await Expect(silence).ToBeEmptyAsync();
        await Expect(ben.Composer).ToBeFocusedAsync();
        await ben.Page.Keyboard.TypeAsync("tence");
        await ben.Page.Keyboard.PressAsync("Enter");
        await ann.ExpectTextsAsync("half a sentence");
    }

    [Test]
    public async Task A_mute_ends_by_itself()
    {
        var ben = await EnterAsync("Ben");
        var person = await ben.Page.Locator("#people [data-person]").GetAttributeAsync("data-person");
        await using var host = await ChatPeer.JoinAsync(Server, "lobby", "Olga");
        await host.SendAsync(new { type = "admin", key = Key });
        await host.SendAsync(
            new { type = "moderate", room = "lobby", action = "mute", person, seconds = 3 });

        await Expect(ben.Composer).ToBeDisabledAsync();
        await Expect(ben.Composer).ToBeEnabledAsync();
    }

    [Test]
    public async Task Who_is_sent_out_reads_why_and_does_not_come_back_by_itself()
    {
        var (ann, ben) = (await AdminAsync(), await EnterAsync("Ben"));
        await ActAsync(ann, "Ben", "kick", "enough for today");

        await Expect(ben.Notice).ToContainTextAsync("You are no longer in lobby. A host removed you from the room.");
        await Expect(ben.Notice).ToContainTextAsync("Reason: enough for today");
        await Expect(ben.RoomTitle).ToBeEmptyAsync();
        await Expect(ben.Page.Locator("#no-room")).ToBeVisibleAsync();
        await Expect(ann.People).ToHaveTextAsync(["Ann"]);

        // Sent out once, one may go back.
        await ben.OpenAsync("lobby");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
    }

    [Test]
    public async Task Who_was_sent_out_for_a_time_can_be_let_back_in()
    {
        var (ann, ben) = (await AdminAsync(), await EnterAsync("Ben"));
        await Expect(ann.People).ToHaveCountAsync(2);
        await ann.SayAsync("/kick ben 2h loud");
        await Expect(ben.Notice).ToContainTextAsync("Reason: loud");
        await ben.Room("lobby").Locator(".room").ClickAsync();
        await Expect(ben.Notice).ToContainTextAsync("Could not open lobby. A host removed you from the room.");

        await ann.ReloadAsync();
        await ann.Page.ClickAsync("#room-settings");
        var removed = ann.Page.Locator("[data-list=kicks] li");
        await Expect(removed).ToHaveCountAsync(1);
        await Expect(removed).ToContainTextAsync("Ben");
        await removed.GetByRole(AriaRole.Button, new() { Name = "Let back in" }).ClickAsync();
        await Expect(removed).ToHaveCountAsync(0);

        await ben.OpenAsync("lobby");
        await Expect(ben.Notice).ToBeHiddenAsync();
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
    }

    [Test]
    public async Task The_settings_of_a_room_are_told_to_everybody_in_it()
    {
        var (ann, ben) = (await AdminAsync(), await EnterAsync("Ben"));
        await ann.Page.ClickAsync("#room-settings");
        await ann.Page.FillAsync("#settings-topic", "Release on Friday");
        await ann.Page.PressAsync("#settings-topic", "Enter");
        await Expect(ben.Page.Locator("#room-topic")).ToHaveTextAsync("Release on Friday");
        await Expect(ben.QuietLines.Last).ToHaveTextAsync("Ann set the topic: Release on Friday");

        await ann.Page.SelectOptionAsync("#settings-slow", "30");
        await Expect(ben.Page.Locator("#silence")).ToHaveTextAsync("Slow mode: one message every 30 seconds");
        await ann.Page.CheckAsync("#settings-lock");
        await Expect(ben.Page.Locator("#room-people")).ToHaveTextAsync("2 people · locked");
        await ann.Page.CheckAsync("#settings-hosts_only");
        await Expect(ben.Composer).ToBeDisabledAsync();
        await ann.Page.UncheckAsync("#settings-hosts_only");
        await Expect(ben.Composer).ToBeEnabledAsync();

        var cem = await VisitAsync();
        await cem.Page.ClickAsync("#name-skip");
        await Expect(cem.Notice).ToContainTextAsync("Could not open lobby. It is locked; no new people can join.");
        await ann.Page.ClickAsync("#settings-dialog .dialog-actions button");
        await Expect(ann.Composer).ToBeEnabledAsync();
    }

    [Test]
    public async Task A_host_of_one_room_keeps_order_there()
    {
        var (ann, ben) = (await AdminAsync(), await EnterAsync("Ben"));
        await ann.ChooseAsync("Ben", "host");
        await Expect(ben.Page.Locator("#room-settings")).ToBeVisibleAsync();
        await Expect(ann.Person("Ben").Locator(".tags")).ToHaveTextAsync("host");
        var cem = await EnterAsync("Cem");
        await ActAsync(ben, "Cem", "mute", "noise");
        await Expect(cem.Composer).ToBeDisabledAsync();

        await ben.Page.ClickAsync("#room-settings");
        await ben.Page.ClickAsync("[data-list=mutes] button");
        await Expect(cem.Composer).ToBeEnabledAsync();
        await ben.Page.Keyboard.PressAsync("Escape");
        await ben.JoinAsync("ops");
        await Expect(ben.Page.Locator("#room-settings")).ToBeHiddenAsync();
    }

    private async Task<Visitor> AdminAsync()
    {
        var ann = await EnterAsync("Ann");
        await ann.BecomeAdminAsync(Key);
        return ann;
    }

    /// <summary>Fills in the form of an act, and sends it.</summary>
    internal static async Task ActAsync(Visitor host, string name, string action, string why)
    {
        await host.ChooseAsync(name, action);
        await host.Page.FillAsync("#act-why", why);
        await host.Page.ClickAsync(".act-form .main-button");
        await Expect(host.Page.Locator("#settings-dialog")).ToBeHiddenAsync();
    }
}
