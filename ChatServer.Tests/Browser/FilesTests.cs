using System.Text;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Files that a script has sent, as people see and save them.</summary>
public sealed class FilesTests : BrowserTest
{
    private const string Password = "open sesame";
    private const string Key = "the admin's key";

    [Test]
    public async Task A_file_is_seen_with_its_size_and_saved_also_where_a_password_is_needed()
    {
        await ServeAsync(settings => settings with { Password = Password });
        var ann = await VisitAsync();
        await ann.NameInput.FillAsync("Ann");
        await ann.NameInput.PressAsync("Enter");
        await ann.AnswerAsync(Password);
        await ann.WaitUntilReadyAsync();
        await SendAsync("report <b>.txt", "the report", $"?password={Uri.EscapeDataString(Password)}");
        var file = ann.Page.Locator(".file");
        await Expect(file.Locator(".file-name")).ToHaveTextAsync("report <b>.txt");
        await Expect(file.Locator(".file-size")).ToHaveTextAsync("10 bytes");
        var saved = await ann.Page.RunAndWaitForDownloadAsync(() => file.ClickAsync());
        Assert.That(saved.SuggestedFilename, Does.StartWith("report"));
        Assert.That(await File.ReadAllTextAsync(await saved.PathAsync()), Is.EqualTo("the report"));
    }

    [Test]
    public async Task A_file_that_is_gone_is_told_and_a_deleted_message_shows_none()
    {
        await ServeAsync(settings => settings with { DataPath = DataPath, AdminKey = Key });
        var ann = await EnterAsync("Ann");
        await SendAsync("a.txt", "hello", "?name=Camera");
        var file = ann.Page.Locator(".file");
        await Expect(file).ToHaveCountAsync(1);
        // What an admin of the machine has removed by hand.
        Directory.Delete(Directory.GetDirectories(Path.Combine(DataPath, "files"), "??").Single(), recursive: true);
        ann.Watch.Expect("404");
        await file.ClickAsync();
        await Expect(ann.Notice).ToContainTextAsync("This file is no longer there.");

        await using var host = await Guest.ComeAsync(Server, "Host");
        await host.AskAsync(new { type = "admin", id = "a", key = Key });
        await host.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await host.AskAsync(new { type = "delete", id = "d", room = "lobby", target = 1 });
        await Expect(file).ToHaveCountAsync(0);
        await ann.ReloadAsync();
        await Expect(ann.Messages).ToHaveCountAsync(1);
        await Expect(file).ToHaveCountAsync(0);
    }

    [Test]
    public async Task What_answers_a_file_quotes_its_name()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await SendAsync("图.png", "hello", "?name=Camera");
        await ann.Messages.HoverAsync();
        await ann.Page.ClickAsync(".message-tools [data-tool=reply]");
        await ann.SayAsync("nice");
        await Expect(ann.Page.Locator(".quote-text")).ToHaveTextAsync("图.png");
    }

    private async Task SendAsync(string name, string content, string query)
    {
        using var api = new ApiClient(Server);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name } };
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/rooms/lobby/messages{query}", form);
        Assert.That((int)answer.Status, Is.EqualTo(201), answer.Text);
    }
}
