using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>Who is an admin, and for how long.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoleTests
{
    private readonly Token _annsToken = Token.New();
    private readonly Connection _connection = new();
    private RoomHarness _house = null!;

    [SetUp]
    public async Task StartHouse()
    {
        _house = await RoomHarness.StartAsync();
        await RestartAsync("the admin key");
    }

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public void The_key_makes_an_admin_on_every_connection()
    {
        var (ann, phone) = (Enter(), new Connection());
        _house.People.Enter(_annsToken.PersonId, null, isLasting: true, phone);
        Assert.That((ann.Role, ann.IsAdmin), Is.EqualTo((PersonRole.Guest, false)));
        Assert.That(Grant(ann, "the admin key"), Is.Null);
        Assert.That((ann.Role, ann.IsAdmin), Is.EqualTo((PersonRole.Admin, true)));
        Assert.That(_connection.Roles, Is.EqualTo(new[] { (PersonRole.Admin, true) }));
        Assert.That(phone.Roles, Is.EqualTo(new[] { (PersonRole.Admin, false) }));
    }

    [Test]
    public void A_wrong_key_makes_nobody_anything()
    {
        var ann = Enter();
        Assert.That(Grant(ann, "the admin kez")!.Code, Is.EqualTo(ErrorCode.BadKey));
        Assert.That((ann.IsAdmin, _house.People.IsAdmin(ann.Id)), Is.EqualTo((false, false)));
        for (var n = 0; n < 9; n++) Grant(ann, $"guess {n}");
        Assert.That(Grant(ann, "the admin key")!.Code, Is.EqualTo(ErrorCode.RateLimited));
        Assert.That(_connection.Roles, Is.Empty);
    }

    [Test]
    public async Task Without_a_key_nobody_is_admin()
    {
        Grant(Enter(), "the admin key");
        await RestartAsync(null);
        var ann = Enter();
        Assert.That(ann.IsAdmin, Is.False);
        Assert.That(Grant(ann, "")!.Code, Is.EqualTo(ErrorCode.BadKey));
        Assert.That(Grant(ann, "the admin key")!.Code, Is.EqualTo(ErrorCode.BadKey));
    }

    [Test]
    public async Task The_role_outlives_visits_and_restarts_and_a_year_of_use()
    {
        var ann = Enter();
        Grant(ann, "the admin key");
        _house.People.Leave(ann, _connection);
        Assert.That(_house.People.IsAdmin(ann.Id), "also while they are out");
        for (var month = 0; month < 18; month++)
        {
            await RestartAsync("the admin key");
            ann = Enter();
            Assert.That(ann.IsAdmin, Is.True);
            _house.People.Leave(ann, _connection);
            await _house.PassAsync(TimeSpan.FromDays(30));
        }
    }

    [Test]
    public async Task The_role_ends_with_the_key_and_with_a_year_of_absence()
    {
        Grant(Enter(), "the admin key");
        await RestartAsync("another key");
        Assert.That(Enter().IsAdmin, Is.False);
        await RestartAsync("the admin key");
        Assert.That(Enter().IsAdmin, Is.True, "the old key is back");
        await _house.PassAsync(TimeSpan.FromDays(366));
        await RestartAsync("the admin key");
        Assert.That(Enter().IsAdmin, Is.False);
    }

    [Test]
    public async Task Who_gives_it_up_is_a_guest_also_after_a_restart()
    {
        var ann = Enter();
        Grant(ann, "the admin key");
        _house.People.RevokeAdmin(ann, _connection);
        Assert.That(ann.IsAdmin, Is.False);
        Assert.That(_connection.Roles[^1], Is.EqualTo((PersonRole.Guest, true)));
        await RestartAsync("the admin key");
        Assert.That(Enter().IsAdmin, Is.False);
    }

    [Test]
    public async Task The_log_has_one_event_of_it_and_no_key()
    {
        for (var n = 0; n < 5; n++) Grant(Enter(), "the admin key");
        var events = await _house.PeopleEventsAsync();
        var role = events.Single(e => e.Kind == EventKind.Admin);
        Assert.That(role.Secret!.Hash, Does.Match("^[0-9a-f]{32}$"));
        Assert.That(events.Select(e => $"{e}"), Has.None.Contains("the admin key"));
    }

    private async Task RestartAsync(string? key)
    {
        _house.Secrets = new HouseSecrets(key is null ? null : new HouseSecret(key), null);
        await _house.RestartAsync();
    }

    private Person Enter() => _house.People.Enter(_annsToken.PersonId, null, isLasting: true, _connection);

    private Refusal? Grant(Person person, string key) =>
        _house.People.GrantAdmin(person, key, IPAddress.Loopback, _connection);

    private sealed class Connection : SilentConnection
    {
        /// <summary>The roles that were told, and whether this connection had asked.</summary>
        public List<(string Role, bool IsAnswer)> Roles { get; } = [];

        public override void OnRoleChanged(Person person, IPersonListener by) => Roles.Add((person.Role, by == this));
    }
}
