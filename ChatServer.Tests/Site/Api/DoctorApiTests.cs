using System.Net;
using ChatServer.Diagnosis;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary><c>/api/doctor</c>: who is told what.</summary>
public sealed class DoctorApiTests : ApiTest
{
    private const string Path = "/api/doctor";

    private static readonly string[] ForAll = ["server_answers", "wifi_isolation"];

    [Test]
    public async Task Who_is_at_the_machine_is_told_all()
    {
        var answer = await Api.GetAsync(Path);
        Assert.That((answer.Status, answer.Headers.CacheControl!.NoStore), Is.EqualTo((HttpStatusCode.OK, true)));
        Assert.That(((bool)answer.Json["whole"]!, (int)answer.Json["port"]!), Is.EqualTo((true, Server.Port)));
        Assert.That(CodesOf(answer), Does.Contain("only_this_machine").And.Contain("server_answers"));
        Assert.That(CodesOf(answer).Any(code => code.Contains("firewall", StringComparison.Ordinal)));
        Assert.That(Wording.ByCode.Keys, Is.SupersetOf(CodesOf(answer)));
    }

    [Test]
    public async Task Somebody_else_is_told_where_it_works_and_an_admin_all()
    {
        var stranger = await Api.GetAsync(Path, FromElsewhere);
        Assert.That((bool)stranger.Json["whole"]!, Is.False);
        Assert.That(ForAll, Is.SupersetOf(CodesOf(stranger)));
        Assert.That(stranger.Text, Does.Not.Contain("adapter").And.Not.Contain("irewall"));

        await using var admin = await AdminAsync();
        var whole = await Api.GetAsync(Path, FromElsewhere, $"Authorization: Bearer {admin.Token}");
        Assert.That((bool)whole.Json["whole"]!);
        await using var ben = await Guest.ComeAsync(Server, "Ben");
        var outline = await Api.GetAsync(Path, FromElsewhere, $"Authorization: Bearer {ben.Token}");
        Assert.That((bool)outline.Json["whole"]!, Is.False);
    }

    [Test]
    public async Task Lines_are_for_who_would_rather_have_them()
    {
        var answer = await Api.GetAsync(Path, "Accept: text/plain");
        Assert.That(answer.Text, Does.Contain("Problem: The server listens for this machine only.\n  → Start it without"));
    }

    [Test]
    public async Task What_a_client_names_is_not_looked_at()
    {
        var touched = 0;
        await using var other = new LoopbackListener(_ =>
        {
            touched++;
            return Task.CompletedTask;
        });
        var answer = await Api.GetAsync($"{Path}?port={other.Port}&bind=127.0.0.1&name=localhost&host=127.0.0.1:{other.Port}");
        Assert.That(((int)answer.Json["port"]!, touched), Is.EqualTo((Server.Port, 0)));
    }

    [Test]
    public async Task A_wrong_token_a_password_and_other_methods_hold_here_as_well()
    {
        Assert.That((await Api.GetAsync(Path, "Authorization: Bearer nobody")).Problem, Is.EqualTo((401, "bad_key")));
        Assert.That((await Api.PostAsync(Path, "{}", "application/json")).Problem, Is.EqualTo((405, "method_not_allowed")));
        await using var closed = await TestServer.StartAsync(settings => settings with { Password = "open sesame" });
        using var api = new ApiClient(closed);
        Assert.That((await api.GetAsync(Path)).Problem, Is.EqualTo((401, "password_needed")));
        Assert.That((await api.GetAsync($"{Path}?password=open%20sesame")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static List<string> CodesOf(ApiAnswer answer) =>
        [.. answer.Json["findings"]!.AsArray().Select(finding => (string)finding!["code"]!)];
}
