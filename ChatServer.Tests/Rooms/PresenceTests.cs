using System.Text.Json.Nodes;
using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PresenceTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private RoomHarness _house = null!;
    private Listener _ann = null!;

    [SetUp]
    public async Task AnnIsHere()
    {
        _house = await RoomHarness.StartAsync();
        _ann = _house.Enter("lobby", "Ann");
        await _ann.JoinAsync();
        await _house.PassAsync(Interval);
        _ann.TakeSignals();
    }

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public async Task Who_comes_and_who_goes_is_told_together_after_a_quarter_of_a_second()
    {
        var bob = _house.Enter("lobby", "Bob");
        var eve = _house.Enter("lobby", "Eve");
        await _house.PassAsync(Interval - TimeSpan.FromMilliseconds(1));
        Assert.That(_ann.TakeSignals(), Is.Empty);
        await _house.PassAsync(TimeSpan.FromMilliseconds(1));
        AssertTold(_ann.TakeSignals().Single(), count: 3, joined: [bob, eve], left: []);

        bob.Leave();
        await _house.PassAsync(Interval);
        AssertTold(_ann.TakeSignals().Single(), count: 2, joined: [], left: [bob]);
        await _house.PassAsync(Interval * 10);
        Assert.That(_ann.TakeSignals(), Is.Empty);
    }

    [Test]
    public async Task A_stream_of_people_is_told_four_times_a_second_and_nobody_is_forgotten()
    {
        var came = new List<Listener>();
        for (var n = 0; n < 80; n++)
        {
            came.Add(_house.Enter("lobby", $"P{n}"));
            await _house.PassAsync(TimeSpan.FromMilliseconds(25));
        }
        var signals = _ann.TakeSignals();
        Assert.That(signals, Has.Count.InRange(7, 8));
        Assert.That(signals.SelectMany(Joined), Is.EquivalentTo(came.Select(listener => listener.Person.Id)));
    }

    [Test]
    public async Task Several_connections_of_a_person_are_one_person()
    {
        var token = Token.New();
        var phone = _house.Enter("lobby", "Bob", token);
        var laptop = _house.Enter("lobby", "Bob", token);
        await _house.PassAsync(Interval);
        AssertTold(_ann.TakeSignals().Single(), count: 2, joined: [phone], left: []);
        phone.Leave();
        await _house.PassAsync(Interval);
        Assert.That(_ann.TakeSignals(), Is.Empty);
        laptop.Leave();
        await _house.PassAsync(Interval);
        AssertTold(_ann.TakeSignals().Single(), count: 1, joined: [], left: [laptop]);
    }

    [Test]
    public async Task A_new_name_is_told_as_of_somebody_who_came()
    {
        Assert.That(PersonName.TryParse("Anna", out var name));
        Assert.That(_house.People.TryRename(_ann.Person, name, _ann));
        await _house.PassAsync(Interval);
        var signal = _ann.TakeSignals().Single();
        AssertTold(signal, count: 1, joined: [_ann], left: []);
        Assert.That((string)signal["joined"]![0]!["name"]!, Is.EqualTo("Anna"));
    }

    [Test]
    public async Task Above_200_only_the_number_is_told_and_back_at_200_everybody_again()
    {
        var crowd = Enumerable.Range(0, 200).Select(n => _house.Enter("lobby", $"P{n}")).ToList();
        await _house.PassAsync(Interval);
        AssertOnlyCount(_ann.TakeSignals().Single(), 201);
        crowd[0].Leave();
        crowd.RemoveAt(0);
        await _house.PassAsync(Interval);
        var everybody = _ann.TakeSignals().Single();
        Assert.That(Joined(everybody), Is.EquivalentTo(crowd.Append(_ann).Select(listener => listener.Person.Id)));
        Assert.That((int)everybody["count"]!, Is.EqualTo(200));
        crowd[0].Leave();
        await _house.PassAsync(Interval);
        AssertTold(_ann.TakeSignals().Single(), count: 199, joined: [], left: [crowd[0]]);
    }

    [Test]
    public async Task A_first_page_names_200_and_counts_all()
    {
        for (var n = 0; n < 300; n++) _house.Enter("lobby", $"P{n}");
        var page = await _house.Enter("lobby", "Late").JoinAsync();
        Assert.That((page.People.Count, page.Count), Is.EqualTo((200, 302)));
    }

    [Test]
    public async Task Two_thousand_joins_in_ten_seconds_cost_forty_signals_of_a_few_bytes()
    {
        for (var n = 0; n < 2_000; n++)
        {
            _house.Enter("lobby", $"P{n}");
            if (n % 4 == 3) await _house.PassAsync(TimeSpan.FromMilliseconds(20));
        }
        await _house.PassAsync(Interval);
        var signals = _ann.TakeSignals();
        Assert.That(signals, Has.Count.InRange(30, 41));
        AssertOnlyCount(signals[^1], 2_001);
        Assert.That(signals.SelectMany(Joined).Count(), Is.LessThanOrEqualTo(200));
    }

    [Test]
    public async Task Who_goes_while_a_crowd_passes_through_is_not_left_behind()
    {
        var bob = _house.Enter("lobby", "Bob");
        await _house.PassAsync(Interval);
        _ann.TakeSignals();

        var crowd = Enumerable.Range(0, 250).Select(n => _house.Enter("lobby", $"P{n}")).ToList();
        bob.Leave();
        foreach (var passer in crowd) passer.Leave();
        await _house.PassAsync(Interval);
        var signal = _ann.TakeSignals().Single();
        Assert.That((int)signal["count"]!, Is.EqualTo(1));
        Assert.That(Left(signal), Does.Contain(bob.Person.Id));
    }

    [Test]
    public async Task A_person_is_away_when_all_their_connections_are()
    {
        var token = Token.New();
        var (phone, laptop) = (_house.Enter("lobby", "Bob", token), _house.Enter("random", "Bob", token));
        await _house.PassAsync(Interval);
        _ann.TakeSignals();

        _house.People.SetAway(phone.Person, phone, isAway: true);
        await _house.PassAsync(Interval);
        Assert.That(_ann.TakeSignals(), Is.Empty, "the laptop is present");
        _house.People.SetAway(laptop.Person, laptop, isAway: true);
        await _house.PassAsync(Interval);
        Assert.That((bool)_ann.TakeSignals().Single()["joined"]![0]!["away"]!, Is.True);

        _house.People.SetAway(laptop.Person, laptop, isAway: true);
        await _house.PassAsync(Interval);
        Assert.That(_ann.TakeSignals(), Is.Empty, "that is no news");
        _house.People.SetAway(laptop.Person, laptop, isAway: false);
        await _house.PassAsync(Interval);
        Assert.That(_ann.TakeSignals().Single()["joined"]![0]!["away"], Is.Null);
        laptop.Leave();
        await _house.PassAsync(Interval);
        Assert.That((bool)_ann.TakeSignals().Single()["joined"]![0]!["away"]!, Is.True, "only the phone is left");
        var tablet = _house.Enter("random", "Bob", token);
        await _house.PassAsync(Interval);
        Assert.That(_ann.TakeSignals().Single()["joined"]![0]!["away"], Is.Null);
        tablet.Leave();
    }

    [Test]
    public async Task A_new_role_is_told_as_of_somebody_who_came()
    {
        _house.Secrets = new HouseSecrets(new HouseSecret("the admin key"), null);
        await _house.RestartAsync();
        var (ann, bob) = (_house.Enter("lobby", "Ann"), _house.Enter("lobby", "Bob"));
        await bob.JoinAsync();
        await _house.PassAsync(Interval);
        bob.TakeSignals();
        Assert.That(_house.People.GrantAdmin(ann.Person, "the admin key", ann.Address, ann), Is.Null);
        await _house.PassAsync(Interval);
        Assert.That((string)bob.TakeSignals().Single()["joined"]![0]!["role"]!, Is.EqualTo("admin"));
    }

    [Test]
    public void A_new_name_is_given_to_the_room_once_however_many_connections_tell_of_it()
    {
        var told = new List<string?>();
        var person = _ann.Person;
        foreach (var text in new[] { "Anna", "Annie" })
        {
            Assert.That(PersonName.TryParse(text, out var name));
            // Her listener tells the room once, the second time is as of another connection.
            Assert.That(_house.People.TryRename(person, name, _ann));
            told.AddRange(_ann.OldNames);
            told.Add(_ann.Room.Changed(person));
            _ann.OldNames.Clear();
        }
        Assert.That(told, Is.EqualTo(new[] { "Ann", null, "Anna", null }));
    }

    [Test]
    public async Task In_a_crowd_only_another_number_is_news()
    {
        var crowd = Enumerable.Range(0, 250).Select(n => _house.Enter("lobby", $"P{n}")).ToList();
        await _house.PassAsync(Interval);
        AssertOnlyCount(_ann.TakeSignals().Single(), 251);
        foreach (var person in crowd) _house.People.SetAway(person.Person, person, isAway: true);
        await _house.PassAsync(Interval);
        Assert.That(_ann.TakeSignals(), Is.Empty);
        crowd[0].Leave();
        _house.Enter("lobby", "Late");
        await _house.PassAsync(Interval);
        Assert.That(_ann.TakeSignals(), Is.Empty, "one for one");
    }

    [Test]
    public async Task The_first_page_of_a_crowd_names_only_who_is_here_as_they_are()
    {
        var crowd = Enumerable.Range(0, 300).Select(n => _house.Enter("lobby", $"P{n}")).ToList();
        await _house.Enter("lobby", "Late").JoinAsync();
        foreach (var passer in crowd.Take(150)) passer.Leave();
        _house.People.SetAway(_ann.Person, _ann, isAway: true);
        var page = await _house.Enter("lobby", "Later").JoinAsync();
        Assert.That((page.People.Count, page.Count), Is.EqualTo((153, 153)));
        Assert.That(page.People.Single(person => person.Id == _ann.Person.Id).Away, Is.True);
        Assert.That(page.People.Select(person => person.Id), Has.None.AnyOf(crowd.Take(150).Select(gone => gone.Person.Id)));
    }

    private static void AssertTold(JsonObject signal, int count, Listener[] joined, Listener[] left)
    {
        Assert.That(Joined(signal), Is.EquivalentTo(joined.Select(listener => listener.Person.Id)));
        Assert.That(Left(signal), Is.EquivalentTo(left.Select(listener => listener.Person.Id)));
        Assert.That(((int)signal["count"]!, (string)signal["room"]!, (string)signal["type"]!), Is.EqualTo((count, "lobby", "people")));
    }

    private static void AssertOnlyCount(JsonObject signal, int count)
    {
        Assert.That(signal.Select(field => field.Key), Is.EquivalentTo(new[] { "type", "room", "count" }));
        Assert.That((int)signal["count"]!, Is.EqualTo(count));
    }

    private static IEnumerable<string> Joined(JsonObject signal) => signal["joined"]?.AsArray().Select(person => (string)person!["id"]!) ?? [];

    private static IEnumerable<string> Left(JsonObject signal) => signal["left"]?.AsArray().Select(id => (string)id!) ?? [];
}
