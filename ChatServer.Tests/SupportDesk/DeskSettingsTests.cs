using System.Net;
using System.Text.Json.Nodes;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>What can be set for the desk, and by whom.</summary>
public sealed class DeskSettingsTests
{
    [Test]
    public async Task What_is_left_out_is_as_in_a_new_desk_and_all_of_it_survives_a_restart()
    {
        using var data = new TemporaryFolder();
        Settings Change(Settings settings) => settings with { DataPath = data.Path };
        await using (var desk = await DeskServer.StartAsync(change: Change))
        {
            var fresh = (await desk.Api.GetAsync("/api/desk/settings", DeskServer.Shown(DeskServer.AdminKey))).Json;
            Assert.That(JsonNode.DeepEquals(await PutAsync(desk, "{}"), fresh));
            Assert.That((int)fresh["silenceMinutes"]!, Is.EqualTo(5));
            Assert.That((bool)fresh["preview"]!, Is.True);
            await PutAsync(desk, """{"greeting":"您好","departments":["Sales"],"canned":[{"shortcut":"hi","text":"Hi {visitor}"}]}""");
        }
        await using var again = await DeskServer.StartAsync(change: Change, agents: "Lily");
        var visitor = await again.VisitorAsync();
        Assert.That((string?)visitor.Welcome["desk"]!["greeting"], Is.EqualTo("您好"));
        Assert.That(await visitor.CodeAsync(new { type = "ask", name = "Wang", text = "hi" }), Is.EqualTo("bad_department"));
    }

    [Test]
    public async Task Who_says_what_they_replace_replaces_nothing_else()
    {
        await using var desk = await DeskServer.StartAsync();
        var admin = DeskServer.Shown(DeskServer.AdminKey);
        var first = (await desk.Api.GetAsync("/api/desk/settings", admin)).Headers.ETag!.Tag;
        var saved = await PutAsync(first, """{"greeting":"one"}""");
        Assert.That(saved.Status, Is.EqualTo(HttpStatusCode.OK));
        var stale = await PutAsync(first, """{"greeting":"two"}""");
        Assert.That((stale.Status, (string?)stale.Json["code"]), Is.EqualTo((HttpStatusCode.PreconditionFailed, "stale")));
        var second = saved.Headers.ETag!.Tag;
        Assert.That(second, Is.Not.EqualTo(first).And.EqualTo((await desk.Api.GetAsync("/api/desk/settings", admin)).Headers.ETag!.Tag));
        Assert.That((string?)(await PutAsync($"{first}, {second}", """{"greeting":"three"}""")).Json["greeting"], Is.EqualTo("three"));
        Assert.That((await PutAsync("*", "{}")).Status, Is.EqualTo(HttpStatusCode.OK));

        var version = (await desk.Api.GetAsync("/api/desk/settings", admin)).Headers.ETag!.Tag;
        var race = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => PutAsync(version, $$"""{"greeting":"{{n}}"}""")));
        Assert.That(race.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));

        async Task<ApiAnswer> PutAsync(string ifMatch, string settings)
        {
            using var body = ApiClient.Body(settings, "application/json");
            return await desk.Api.SendAsync(HttpMethod.Put, "/api/desk/settings", body, admin, $"If-Match: {ifMatch}");
        }
    }

    [TestCase("""{"greeting":null}""")]
    [TestCase("""{"departments":["a","A"]}""")]
    [TestCase("""{"departments":[""]}""")]
    [TestCase("""{"departments":[null]}""")]
    [TestCase("""{"departments":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}""")]
    [TestCase("""{"fields":[{"name":"1"},{"name":"2"},{"name":"3"},{"name":"4"},{"name":"5"},{"name":"6"}]}""")]
    [TestCase("""{"fields":[null]}""")]
    [TestCase("""{"routing":"random"}""")]
    [TestCase("""{"silenceMinutes":-1}""")]
    [TestCase("""{"silenceMinutes":1441}""")]
    [TestCase("""{"silenceMinutes":"5"}""")]
    [TestCase("""{"notifyRoom":"a b"}""")]
    [TestCase("""{"notifyRoom":"@a"}""")]
    [TestCase("""{"notifyMail":"nobody"}""")]
    [TestCase("""{"canned":[{"shortcut":"a b","text":"x"}]}""")]
    [TestCase("""{"canned":[{"shortcut":"a","text":""}]}""")]
    [TestCase("""{"canned":[{"shortcut":"a","text":"x"},{"shortcut":"A","text":"y"}]}""")]
    [TestCase("""{"hours":{"timeZone":"Mars/Olympus","week":{}}}""")]
    [TestCase("[]")]
    public async Task What_cannot_be_is_refused_with_what_is_wrong_and_nothing_is_changed(string body)
    {
        await using var desk = await DeskServer.StartAsync();
        using var content = ApiClient.Body(body, "application/json");
        var answer = await desk.Api.SendAsync(HttpMethod.Put, "/api/desk/settings", content, DeskServer.Shown(DeskServer.AdminKey));
        Assert.That(answer.Problem, Is.EqualTo((400, ErrorCode.BadMessage)));
        var now = (await desk.Api.GetAsync("/api/desk/settings", DeskServer.Shown(DeskServer.AdminKey))).Json;
        Assert.That((int)now["silenceMinutes"]!, Is.EqualTo(5));
    }

    [Test]
    public async Task Agents_are_told_of_new_settings_and_supervisors_may_set_them()
    {
        await using var desk = await DeskServer.StartAsync();
        var key = await desk.HireAsync("Lily");
        var agent = await desk.AgentAsync(key);
        var supervisor = await desk.HireAsync("Ms Li", supervisor: true);
        using var refused = ApiClient.Body("{}", "application/json");
        var answer = await desk.Api.SendAsync(HttpMethod.Put, "/api/desk/settings", refused, DeskServer.Shown(key));
        Assert.That(answer.Problem, Is.EqualTo((403, ErrorCode.NotAllowed)));
        using var taken = ApiClient.Body("""{"greeting":"hello"}""", "application/json");
        answer = await desk.Api.SendAsync(HttpMethod.Put, "/api/desk/settings", taken, DeskServer.Shown(supervisor));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
        var told = await agent.UntilAsync(message => (string?)message["type"] == "settings");
        Assert.That((string?)told["settings"]!["greeting"], Is.EqualTo("hello"));
    }

    private static async Task<JsonNode> PutAsync(DeskServer desk, string body)
    {
        using var content = ApiClient.Body(body, "application/json");
        var answer = await desk.Api.SendAsync(HttpMethod.Put, "/api/desk/settings", content, DeskServer.Shown(DeskServer.AdminKey));
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
        return answer.Json;
    }
}
