using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

/// <summary>The server's password.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AdmissionTests
{
    private readonly Token _annsToken = Token.New();
    private RoomHarness _house = null!;

    [SetUp]
    public async Task StartHouse()
    {
        _house = await RoomHarness.StartAsync();
        await RestartAsync("sesame");
    }

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public void Who_gave_it_once_is_let_in_by_the_token()
    {
        Assert.That(Admit(null)!.Code, Is.EqualTo(ErrorCode.PasswordNeeded));
        Assert.That(Admit("barley")!.Code, Is.EqualTo(ErrorCode.BadPassword));
        Assert.That(Admit("sesame"), Is.Null);
        Assert.That(Admit(null), Is.Null);
        Assert.That(Admit("barley"), Is.Null, "it isn't asked for any more");
        Assert.That(Admit(null, Token.New())!.Code, Is.EqualTo(ErrorCode.PasswordNeeded), "somebody else");
    }

    [Test]
    public async Task It_is_known_after_a_restart_until_the_password_changes()
    {
        Admit("sesame");
        await RestartAsync("sesame");
        Assert.That(Admit(null), Is.Null);
        await RestartAsync("barley");
        Assert.That(Admit(null)!.Code, Is.EqualTo(ErrorCode.PasswordNeeded));
        Assert.That(Admit("barley"), Is.Null);
        await RestartAsync("sesame");
        Assert.That(Admit(null)!.Code, Is.EqualTo(ErrorCode.PasswordNeeded), "only the last one is kept");
    }

    [Test]
    public async Task Without_a_password_everybody_may()
    {
        await RestartAsync(null);
        Assert.That(Admit(null), Is.Null);
        Assert.That(Admit("anything"), Is.Null);
    }

    [Test]
    public async Task Who_comes_by_a_URL_gives_it_every_time()
    {
        Assert.That(Admit("sesame", isLasting: false), Is.Null);
        Assert.That(Admit(null, isLasting: false)!.Code, Is.EqualTo(ErrorCode.PasswordNeeded));
        Assert.That(await _house.PeopleEventsAsync(), Is.Empty);
    }

    [Test]
    public async Task Guesses_are_few_and_keep_nobody_from_another_secret()
    {
        _house.Secrets = new HouseSecrets(new HouseSecret("key"), new HouseSecret("sesame"));
        await _house.RestartAsync();
        for (var n = 0; n < 10; n++) Assert.That(Admit($"guess {n}")!.Code, Is.EqualTo(ErrorCode.BadPassword));
        Assert.That(Admit("sesame")!.Code, Is.EqualTo(ErrorCode.RateLimited));
        Assert.That(Admit(null)!.Code, Is.EqualTo(ErrorCode.PasswordNeeded), "that is no guess");

        var ann = _house.People.Enter(_annsToken.PersonId, null, isLasting: true, new Support.SilentConnection());
        for (var n = 0; n < 10; n++) Assert.That(Grant(ann, $"guess {n}")!.Code, Is.EqualTo(ErrorCode.BadKey));
        Assert.That(Grant(ann, "key")!.Code, Is.EqualTo(ErrorCode.RateLimited));
    }

    [Test]
    public async Task The_key_and_the_password_may_be_the_same_and_stay_apart()
    {
        _house.Secrets = new HouseSecrets(new HouseSecret("sesame"), new HouseSecret("sesame"));
        await _house.RestartAsync();
        Admit("sesame");
        await _house.RestartAsync();
        Assert.That(_house.People.IsAdmin(_annsToken.PersonId), Is.False);
        var admitted = (await _house.PeopleEventsAsync()).Single();
        Assert.That((admitted.Kind, admitted.From.Id), Is.EqualTo((EventKind.Admitted, _annsToken.PersonId)));
    }

    private async Task RestartAsync(string? password)
    {
        _house.Secrets = new HouseSecrets(null, password is null ? null : new HouseSecret(password));
        await _house.RestartAsync();
    }

    private Refusal? Admit(string? password, Token? token = null, bool isLasting = true) =>
        _house.People.Admit((token ?? _annsToken).PersonId, password, IPAddress.Loopback, isLasting);

    private Refusal? Grant(Person person, string key) =>
        _house.People.GrantAdmin(person, key, IPAddress.Loopback, new Support.SilentConnection());
}
