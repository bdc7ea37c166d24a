using ChatServer.Protocol;
using ChatServer.Tests.SupportDesk;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What supervisors and admins do at the console: settings, agents, the report.</summary>
public sealed class DeskLeadTests : DeskBrowserTest
{
    private const string Danger = "rgb(163, 53, 43)"; // --danger of tokens.css, by day

    [Test]
    public async Task A_supervisor_saves_settings_that_hold_for_all()
    {
        var olga = await WorkAsync("Olga", supervisor: true);
        var ben = await ComeAsync(new { type = "hello", @as = "agent", key = await HireAsync("Ben") });
        await olga.Page.ClickAsync("[data-view=settings]");
        await olga.Page.FillAsync("#settings-greeting", "Welcome, 欢迎");
        await olga.Page.GetByText("The desk gives").ClickAsync();
        await olga.Page.FillAsync("#settings-silence", "7");
        await olga.Page.ClickAsync("[data-add=departments]");
        await olga.Page.Keyboard.TypeAsync("Sales");
        await olga.Page.ClickAsync("[data-add=fields]");
        await olga.Page.Keyboard.TypeAsync("order");
        await olga.Page.Locator("[data-rows=fields]").GetByText("Required").ClickAsync();
        await olga.Page.UncheckAsync("#hours-always");
        await olga.Page.SelectOptionAsync("#hours-zone", "Asia/Shanghai");
        await olga.Page.FillAsync("#hours-mon", "09:00 - 12:00，13:00-18:00");
        await olga.Page.FillAsync("#hours-holidays", "2026-12-25\n2026-10-01/2026-10-07");
        await olga.Page.ClickAsync("[data-add=canned]");
        await olga.Page.Keyboard.TypeAsync("/hi");
        await olga.Page.FillAsync("[data-rows=canned] textarea", "Hi {visitor}");

        await olga.Page.ClickAsync("#settings-save");

        await Expect(olga.Page.Locator(".page-status")).ToHaveTextAsync("Saved.");
        var told = await ben.UntilAsync(message => (string?)message["type"] == "settings");
        var settings = told["settings"]!;
        var week = settings["hours"]!["week"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)settings["greeting"], Is.EqualTo("Welcome, 欢迎"));
            Assert.That((string?)settings["routing"], Is.EqualTo("auto"));
            Assert.That((int?)settings["silenceMinutes"], Is.EqualTo(7));
            Assert.That(settings["departments"]!.ToJsonString(), Is.EqualTo("""["Sales"]"""));
            Assert.That((bool?)settings["fields"]![0]!["required"], Is.True);
            Assert.That(week["mon"]!.ToJsonString(), Is.EqualTo("""["09:00-12:00","13:00-18:00"]"""));
            Assert.That((string?)settings["canned"]![0]!["shortcut"], Is.EqualTo("hi"));
        });
        await olga.Page.ReloadAsync();
        await Expect(olga.Page.Locator("#hours-mon")).ToHaveValueAsync("09:00-12:00, 13:00-18:00");
        await Expect(olga.Page.Locator("#hours-holidays"))
            .ToHaveValueAsync("2026-12-25\n2026-10-01/2026-10-07");
    }

    [Test]
    public async Task Settings_that_cannot_be_are_refused_and_stay_to_be_mended()
    {
        var olga = await WorkAsync("Olga", supervisor: true);
        await olga.Page.ClickAsync("[data-view=settings]");
        var saved = olga.Page.Locator("#settings [role=status]");
        var error = olga.Page.Locator("#settings-error");

        await olga.Page.UncheckAsync("#hours-always");
        await ExpectRefusedAsync("#hours-mon", "from nine to five", "Hours are like 09:00-18:00", "9-12, 13：00 ~ 18：30");
        await ExpectRefusedAsync("#hours-holidays", "Christmas", "dates like 2026-12-25", "2026-12-25");
        await ExpectRefusedAsync("#settings-silence", "", "a number from 0 to 1440", "3");
        await ExpectRefusedAsync("#settings-mail", "nobody", "no mail address", "");
        await olga.Page.ClickAsync("[data-add=canned]");
        await olga.Page.FillAsync("[data-rows=canned] [data-key=text]", "Hello {visitor}!");
        await ExpectRefusedAsync("[data-rows=canned] [data-key=shortcut]", "", "missing in this line", "hello");

        // What only the server knows.
        olga.Watch.Expect("400");
        await olga.Page.FillAsync("[data-rows=canned] [data-key=shortcut]", "two words");
        await olga.Page.ClickAsync("#settings-save");
        await Expect(error).ToContainTextAsync("Not saved: a shortcut has");
        await Expect(error).ToBeInViewportAsync();
        await Expect(olga.Page.Locator("[data-rows=canned] [data-key=shortcut]")).ToHaveValueAsync("two words");

        async Task ExpectRefusedAsync(string field, string wrong, string told, string right)
        {
            await olga.Page.FillAsync(field, wrong);
            await olga.Page.ClickAsync("#settings-save");
            await Expect(error).ToContainTextAsync(told);
            await Expect(error).ToBeInViewportAsync();
            await Expect(olga.Page.Locator(field)).ToBeFocusedAsync();
            await Expect(olga.Page.Locator(field)).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(olga.Page.Locator(field)).ToHaveCSSAsync("border-top-color", Danger);
            await olga.Page.FillAsync(field, right);
            await olga.Page.ClickAsync("#settings-save");
            await Expect(saved).ToHaveTextAsync("Saved.");
        }
    }

    [Test]
    public async Task Of_two_who_change_the_settings_at_once_the_second_is_told_before_the_first_is_replaced()
    {
        // An admin isn't told of what changes.
        await HireAsync("Lily");
        var ada = new Agent(await VisitAsync("/desk"));
        await ada.EnterAsync(AdminKey);
        await ada.Page.ClickAsync("[data-view=settings]");
        await ada.Page.FillAsync("#settings-room", "orders");
        await SetAsync(new DeskSettings { Greeting = "Hello!" });
        ada.Watch.Expect("412");

        await ada.Page.ClickAsync("#settings-save");
        await Expect(ada.Page.Locator("#settings-error")).ToContainTextAsync("somebody else has saved others");
        Assert.That((await new DeskAdmin(Server).SettingsAsync()).Greeting, Is.EqualTo("Hello!"));

        await ada.Page.ClickAsync("#settings-save");
        await Expect(ada.Page.Locator("#settings [role=status]")).ToHaveTextAsync("Saved.");
        Assert.That((await new DeskAdmin(Server).SettingsAsync()).NotifyRoom, Is.EqualTo("orders"));
    }

    [Test]
    public async Task An_admin_makes_the_key_of_an_agent_and_revokes_it()
    {
        await HireAsync("Olga", supervisor: true);
        await SetAsync(new DeskSettings { Departments = ["Sales", "配送"] });
        var admin = new Agent(await VisitAsync("/desk"));
        await admin.EnterAsync(AdminKey);
        await Expect(admin.Page.Locator("#report")).ToBeVisibleAsync();
        await Expect(admin.Page.Locator("[data-view=desk]")).ToBeHiddenAsync();
        await admin.Page.ClickAsync("#open-agents");
        var dialog = admin.Page.Locator("#agents-dialog");
        await Expect(dialog.Locator("[data-person]")).ToHaveCountAsync(1);
        await admin.Page.FillAsync("#agents-name", "Lily");
        await dialog.GetByText("配送").ClickAsync();
        await admin.Page.PressAsync("#agents-name", "Enter");
        await Expect(dialog.Locator("[data-person]")).ToHaveCountAsync(2);
        var key = await dialog.Locator(".made-key textarea").InputValueAsync();
        var line = dialog.Locator("[data-person]").Filter(new() { HasText = "Lily" });
        await Expect(line).ToContainTextAsync("配送");

        var lily = await SignInAsync(key);
        var (_, ticket) = await AskAsync("Wang", "hello?", new { department = "配送" });
        await lily.ClaimAsync(ticket);
        await line.Locator("button").ClickAsync();

        await Expect(lily.SignIn).ToContainTextAsync("Your key was revoked.");
        await Expect(lily.Page.Locator("#desk")).ToBeHiddenAsync();
        await Expect(dialog.Locator("[data-person]")).ToHaveCountAsync(1);
        await lily.Page.ReloadAsync();
        await Expect(lily.SignIn).ToBeVisibleAsync();
        lily.Watch.Expect("401");
        await lily.EnterAsync(key);
        await Expect(lily.SignIn).ToContainTextAsync("This key is not valid.");
    }

    [Test]
    public async Task Who_signs_out_leaves_no_key_behind()
    {
        var lily = await WorkAsync("Lily");
        await lily.Page.ReloadAsync();
        await Expect(lily.Page.Locator("#queue")).ToBeVisibleAsync();

        await lily.Page.ClickAsync("#own-menu-button");
        await lily.Page.ClickAsync("#own-menu [data-action=sign-out]");

        await Expect(lily.SignIn).ToBeVisibleAsync();
        Assert.That(
            await lily.Page.EvaluateAsync<string?>("localStorage.getItem('chatserver-desk.key')"), Is.Null);
    }

    [Test]
    public async Task An_agent_who_does_not_lead_finds_neither_report_nor_settings()
    {
        var lily = new Agent(await VisitAsync("/desk#settings"));
        await lily.EnterAsync(await HireAsync("Lily"));
        await Expect(lily.Page.Locator("#queue")).ToBeVisibleAsync();
        await Expect(lily.Page.Locator("#desk-nav")).ToBeHiddenAsync();
    }

    [Test]
    public async Task The_report_has_figures_charts_and_tables_and_is_saved_as_CSV()
    {
        var olga = await WorkAsync("Olga", supervisor: true);
        var lily = await ComeAsync(new { type = "hello", @as = "agent", key = await HireAsync("Lily") });
        var (wang, first) = await AskAsync("=Wang", "hello?");
        Assert.That(await lily.ActAsync(first, "claim"), Is.Null);
        await lily.JoinAsync(first);
        await lily.SayAsync(first, "hi");
        var close = new { type = "ticket", ticket = first, action = "close", tag = "delivery" };
        Assert.That(await lily.CodeAsync(close), Is.Null);
        var rate = new { type = "ticket", ticket = first, action = "rate", rating = 4 };
        Assert.That(await wang.CodeAsync(rate), Is.Null);
        var (eve, second) = await AskAsync("Eve", "hi");
        Assert.That(await eve.ActAsync(second, "close"), Is.Null);

        await olga.Page.ClickAsync("[data-view=report]");

        await ExpectFigureAsync(olga, "opened", "2");
        await ExpectFigureAsync(olga, "answered", "1");
        await ExpectFigureAsync(olga, "abandoned", "1");
        await ExpectFigureAsync(olga, "rating", "4.0");
        var row = olga.Page.Locator("#report-agents tbody tr");
        await Expect(row).ToContainTextAsync("Lily");
        await Expect(row).ToContainTextAsync("4 (1)");
        await Expect(olga.Page.Locator("#report")).ToContainTextAsync("delivery");
        await Expect(olga.Page.Locator(".chart svg[role=img] > title")).ToHaveCountAsync(3);
        await Expect(olga.Page.Locator(".chart svg > desc").First).Not.ToBeEmptyAsync();
        await olga.Page.Locator(".chart summary").First.ClickAsync();
        await Expect(olga.Page.Locator(".chart table").First).ToBeVisibleAsync();
        var saved = await olga.Page.RunAndWaitForDownloadAsync(() => olga.Page.ClickAsync("#report-csv"));
        Assert.That(saved.SuggestedFilename, Does.Match(@"^desk-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$"));
        var csv = await File.ReadAllTextAsync(await saved.PathAsync());
        Assert.That(csv.Trim().Split('\n'), Has.Length.EqualTo(3));

        await olga.Page.ClickAsync("[data-days='1']");
        await Expect(olga.Page.Locator("[data-days='1']")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(olga.Page.Locator(".chart")).ToHaveCountAsync(1);
        await ExpectFigureAsync(olga, "opened", "2");
    }

    private static Task ExpectFigureAsync(Agent agent, string figure, string value) =>
        Expect(agent.Page.Locator($"[data-figure={figure}] .figure-value")).ToHaveTextAsync(value);
}
