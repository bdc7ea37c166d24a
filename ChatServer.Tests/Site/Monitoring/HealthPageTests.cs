using System.Net;
using ChatServer.Log;
using ChatServer.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Site.Monitoring;

/// <summary>
/// <c>/healthz</c> of a server whose log is made to fail by a trigger that another connection puts into the file.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HealthPageTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private TemporaryFolder _folder = null!;
    private TestServer _server = null!;
    private ApiClient _api = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = new TemporaryFolder();
        _server = await TestServer.StartAsync(settings => settings with { DataPath = _folder.Path }, _time);
        _api = new ApiClient(_server);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _api.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task All_is_well()
    {
        var answer = await _api.GetAsync("/healthz");
        Assert.That((answer.Status, answer.Text), Is.EqualTo((HttpStatusCode.OK, "ok\n")));
        Assert.That(answer.Headers.CacheControl!.NoStore, "an answer of before says nothing of now");
        var json = await _api.GetAsync("/healthz", "Accept: application/json");
        Assert.That((json.Status, json.Text), Is.EqualTo((HttpStatusCode.OK, """{"status":"ok"}""")));
        Assert.That((await _api.GetAsync("/healthz", "Accept: */*")).Text, Is.EqualTo("ok\n"));
        Assert.That((await _api.SendAsync(HttpMethod.Head, "/healthz", null)).Bytes, Is.Empty);
    }

    [Test]
    public async Task A_log_that_fails_is_told_until_a_message_is_saved_again()
    {
        Run("CREATE TRIGGER fail BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'in the secret room'); END");
        Run("CREATE TRIGGER also BEFORE INSERT ON streams BEGIN SELECT RAISE(ABORT, 'in the secret room'); END");
        await TakeProbeAsync();
        Assert.That((await SayAsync("lost")).Problem, Is.EqualTo((503, "not_saved")));
        var answer = await _api.GetAsync("/healthz");
        Assert.That(
            (answer.Status, answer.Text), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "the log can't be written: constraint failed\n")));
        var json = await _api.GetAsync("/healthz", "Accept: application/json");
        Assert.That(
            (json.Status, json.Text),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, """{"status":"failing","detail":"the log can't be written: constraint failed"}""")));
        Assert.That((await Exposition.GetAsync(_api))["chatserver_log_failures_total"], Is.GreaterThan(0));

        Run("DROP TRIGGER fail; DROP TRIGGER also");
        Assert.That((await SayAsync("kept")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await _api.GetAsync("/healthz")).Text, Is.EqualTo("ok\n"));
    }

    [Test]
    public async Task A_log_that_can_be_written_again_is_found_by_asking()
    {
        Run("CREATE TRIGGER fail BEFORE INSERT ON streams BEGIN SELECT RAISE(ABORT, 'no'); END");
        await TakeProbeAsync();
        await SayAsync("lost");
        Assert.That((await _api.GetAsync("/healthz")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "not every time that somebody asks");
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.That((await _api.GetAsync("/healthz")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    // A failing log is probed when somebody asks, and then not for a while; what is tried doesn't meet the trigger.
    private async Task TakeProbeAsync()
    {
        await SayAsync("lost");
        Assert.That((await _api.GetAsync("/healthz")).Text, Is.EqualTo("ok\n"));
    }

    private Task<ApiAnswer> SayAsync(string text) => _api.PostAsync("/api/rooms/lobby/messages", text, "text/plain");

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "chat.db")};Pooling=False");
        connection.Open();
        SqliteSchema.Run(connection, "PRAGMA busy_timeout = 10000; PRAGMA wal_autocheckpoint = 0");
        SqliteSchema.Run(connection, sql);
    }
}
