using System.Text;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>Where the secret of a webhook, and what may be secret in its address, don't go.</summary>
public sealed class SecrecyTests : WebhookTest
{
    [Test]
    public async Task The_secret_is_told_once_and_neither_it_nor_the_address_reaches_clients_or_the_log()
    {
        var made = await ConnectAsync();
        await using var ann = await Guest.ComeAsync(Server, null, Ann);
        var joined = await ann.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await SayAsync("what was said in confidence");
        await (await Receiver.NextAsync()).AnswerAsync(500, "what was answered");
        await Time.NextTimerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.25));
        var listed = await Api.GetAsync("/api/rooms/lobby/webhooks", Admin);
        var page = await Api.GetAsync("/api/rooms/lobby/messages");
        var lines = await Api.GetAsync("/api/rooms/lobby/messages", "Accept: text/plain");
        await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby/webhooks/{made["id"]}", null, Admin);

        var secret = (string)made["secret"]!;
        Assert.That(secret, Does.Match("^[A-Za-z0-9_-]{43}$"));
        foreach (var told in new[] { joined.ToJsonString(), page.Text, lines.Text })
            Assert.That(told, Does.Not.Contain(secret).And.Not.Contain("that-is-secret").And.Contain("webhook"));
        Assert.That(listed.Text, Does.Not.Contain(secret));
        var log = string.Join('\n', Server.Lines);
        Assert.That(log, Does.Contain((string)made["id"]!));
        Assert.That(log, Does.Not.Contain(secret).And.Not.Contain("that-is-secret").And.Not.Contain("in confidence").And.Not.Contain("was answered"));
    }

    [Test]
    public async Task The_room_is_told_who_connected_what_and_plain_text_says_it_too()
    {
        await ConnectAsync();
        Assert.That((await Api.GetAsync("/api/rooms/lobby/messages", "Accept: text/plain")).Text, Is.EqualTo("* admin connected a webhook that speaks as helper\n"));
        var id = (string)(await ListAsync())[0]!["id"]!;
        await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby/webhooks/{id}", null, Admin);
        Assert.That((await Api.GetAsync("/api/rooms/lobby/messages", "Accept: text/plain")).Text, Does.EndWith("* admin disconnected the webhook of helper\n"));
    }

    [Test]
    public async Task What_is_removed_is_gone_from_the_file()
    {
        var made = await ConnectAsync();
        await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby/webhooks/{made["id"]}", null, Admin);
        await RestartAsync();
        foreach (var file in Directory.GetFiles(DataPath, "chat.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(open, Encoding.Latin1);
            Assert.That(await reader.ReadToEndAsync(), Does.Not.Contain((string)made["secret"]!), file);
        }
    }
}
