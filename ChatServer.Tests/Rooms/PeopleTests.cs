using System.Diagnostics;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>Who holds which name, and for how long.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PeopleTests
{
    private readonly SilentConnection _connection = new();
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private readonly Token _annsToken = Token.New();
    private RoomHarness _house = null!;

    [SetUp]
    public async Task StartHouse() => _house = await RoomHarness.StartAsync();

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public async Task A_name_is_kept_by_its_token_also_over_a_restart()
    {
        Leave(Enter("Ann", _annsToken));
        await _house.RestartAsync();
        Assert.That(Enter("Ann").Name, Is.EqualTo("Ann2"));
        var back = Enter(null, _annsToken);
        Assert.That((back.Name, back.Id), Is.EqualTo(("Ann", _annsToken.PersonId)));
    }

    [Test]
    public async Task A_name_unused_for_30_days_is_free_and_not_before()
    {
        Leave(Enter("Ann", _annsToken));
        await _house.PassAsync(TimeSpan.FromDays(30));
        Leave(Enter("Ann"), expected: "Ann2");
        await _house.PassAsync(Moment);
        await _house.RestartAsync();
        Leave(Enter("Ann"), expected: "Ann");
        Assert.That(Enter("Ann", _annsToken).Name, Is.Not.EqualTo("Ann"), "it is another's now");
    }

    [Test]
    public async Task A_name_is_in_use_as_long_as_its_person_is_here()
    {
        var ann = Enter("Ann", _annsToken);
        await _house.PassAsync(TimeSpan.FromDays(40));
        Leave(Enter("Ann"), expected: "Ann2");
        Leave(ann);
        await _house.PassAsync(Moment);
        Leave(Enter("Ann"), expected: "Ann3");
        await _house.RestartAsync();
        Leave(Enter(null, _annsToken), expected: "Ann");
    }

    [Test]
    public async Task Coming_back_with_the_token_alone_uses_the_name()
    {
        Leave(Enter("Ann", _annsToken));
        for (var week = 0; week < 6; week++)
        {
            await _house.PassAsync(TimeSpan.FromDays(7));
            Leave(Enter(null, _annsToken), expected: "Ann");
        }
        await _house.RestartAsync();
        Leave(Enter("Ann"), expected: "Ann2");
    }

    [Test]
    public async Task Use_is_written_down_once_a_day()
    {
        for (var visit = 0; visit < 50; visit++)
        {
            Leave(Enter("Ann", _annsToken));
            await _house.PassAsync(TimeSpan.FromHours(1));
        }
        var names = await _house.PeopleEventsAsync();
        Assert.That(names.Select(name => name.Seq), Is.EqualTo(new[] { 3 }), "the third takes the place of the others");
    }

    [Test]
    public async Task Names_written_by_an_older_server_are_read()
    {
        var (ann, bob) = (_annsToken.PersonId, Token.New().PersonId);
        await AppendAsync(new Sender(ann, "Anne"), new Sender(bob, "Bob"), new Sender(ann, "Ann"));
        await _house.RestartAsync();
        Leave(Enter("Ann"), expected: "Ann2");
        Leave(Enter("Bob"), expected: "Bob2");
        Leave(Enter("Anne"), expected: "Anne");
        Leave(Enter(null, _annsToken), expected: "Ann");
    }

    [Test]
    public async Task Who_has_left_is_known_by_name_for_a_year()
    {
        Leave(Enter("Ann", _annsToken));
        await _house.PassAsync(TimeSpan.FromDays(31));
        Leave(Enter("Ann"), expected: "Ann");
        await _house.RestartAsync();
        Assert.That(_house.People.Known(_annsToken.PersonId).Name, Is.EqualTo("Ann"), "though the name is another's");
        Assert.That(_house.People.Find(_annsToken.PersonId), Is.Null);
        Leave(Enter(null, _annsToken), expected: "Ann2");
        await _house.PassAsync(TimeSpan.FromDays(366));
        await _house.RestartAsync();
        Assert.That(_house.People.Known(_annsToken.PersonId).Name, Is.EqualTo("?"));
        Assert.That(await _house.PeopleEventsAsync(), Is.Empty);
    }

    [Test]
    public async Task Somebody_is_found_by_name_and_id_while_the_name_is_theirs()
    {
        var ann = Enter("Ann Lee", _annsToken);
        var sender = new Sender(_annsToken.PersonId, "Ann Lee");
        Assert.That((Find("ANN LEE"), _house.People.Find(ann.Id)), Is.EqualTo((sender, sender)));
        Leave(ann);
        await _house.RestartAsync();
        Assert.That((Find("ann lee"), _house.People.Find(ann.Id)), Is.EqualTo((sender, sender)));
        Assert.That((Find("Ann"), _house.People.Find("nobody")), Is.EqualTo(((Sender?)null, (Sender?)null)));
        await _house.PassAsync(TimeSpan.FromDays(31));
        Assert.That((Find("Ann Lee"), _house.People.Find(ann.Id)), Is.EqualTo(((Sender?)null, (Sender?)null)));
    }

    [Test]
    public void Who_comes_by_a_URL_is_found_while_they_are_here()
    {
        var ann = Enter("Ann", _annsToken, isLasting: false);
        Assert.That(Find("Ann"), Is.EqualTo(ann.Sender));
        Leave(ann);
        Assert.That(Find("Ann"), Is.Null);
    }

    [Test]
    public async Task Five_new_names_at_once_then_one_every_five_seconds_also_by_hello()
    {
        Enter("Ann", _annsToken);
        for (var n = 1; n <= 5; n++) Assert.That(Enter($"Name {n}", _annsToken).Name, Is.EqualTo($"Name {n}"));
        Assert.That(Enter("Name 6", _annsToken).Name, Is.EqualTo("Name 5"));
        await _house.PassAsync(TimeSpan.FromSeconds(5));
        Assert.That(Enter("Name 7", _annsToken).Name, Is.EqualTo("Name 7"));
        Assert.That(Enter("Name 8", _annsToken).Name, Is.EqualTo("Name 7"));
    }

    [Test]
    public async Task A_guest_who_comes_back_keeps_the_name_that_was_given()
    {
        var guest = Enter(null, _annsToken);
        Assert.That(guest.Name, Does.Match(@"^guest-\d{4}$"));
        Leave(guest);
        Leave(Enter(null, _annsToken), expected: guest.Name);
        await _house.RestartAsync();
        Leave(Enter(null, _annsToken), expected: guest.Name);
    }

    [Test]
    public void Guest_names_are_unique_also_when_four_digits_run_out()
    {
        var names = Enumerable.Range(0, 12_000).Select(_ => Enter(null).Name).ToList();
        Assert.That(names.ToHashSet(), Has.Count.EqualTo(12_000));
        Assert.That(names, Is.All.Match(@"^guest-\d{4,6}$"));
    }

    [Test]
    public async Task A_name_from_a_URL_is_free_when_its_last_connection_has_gone()
    {
        var ann = Enter("Ann", isLasting: false);
        Leave(Enter("Ann", isLasting: false), expected: "Ann2");
        Leave(ann);
        Leave(Enter("Ann", isLasting: false), expected: "Ann");
        await _house.RestartAsync();
        Leave(Enter("Ann"), expected: "Ann");
    }

    [TestCase("ANN", "ANN2")]
    [TestCase("ann", "ann2")]
    [TestCase("Ａｎｎ", "Ａｎｎ2")]
    [TestCase("Änn", "Änn")]
    [TestCase("Ann 2", "Ann 2")]
    public void A_name_that_looks_like_one_in_use_gets_a_number(string wanted, string given)
    {
        Enter("Ann");
        Assert.That(Enter(wanted).Name, Is.EqualTo(given));
    }

    [Test]
    public void A_long_name_is_shortened_for_its_number()
    {
        var name = new string('x', 32);
        Enter(name);
        Assert.That(Enter(name).Name, Is.EqualTo(new string('x', 31) + "2"));
        Assert.That(Enter(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 10))).Name, Does.EndWith("👦"));
        Assert.That(Enter(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 10))).Name, Does.EndWith("👦2"));
    }

    [Test]
    public void Renaming_takes_only_what_is_free_and_frees_what_was_had()
    {
        var (ann, bob) = (Enter("Ann"), Enter("Bob"));
        Assert.That(TryRename(ann, "BOB"), Is.False);
        Assert.That(ann.Name, Is.EqualTo("Ann"));
        Assert.That(TryRename(ann, "ANN"), "one's own name, written otherwise");
        Assert.That(TryRename(ann, "Anna"));
        Assert.That(TryRename(bob, "Ann"));
        Leave(ann);
        Assert.That(TryRename(bob, "Anna"), Is.False, "it is Ann's for 30 days");
    }

    [Test]
    public void A_second_connection_is_the_same_person_and_its_name_counts()
    {
        var first = Enter("Ann", _annsToken);
        var second = Enter("Anna", _annsToken);
        Assert.That(second, Is.SameAs(first));
        Assert.That(first.Name, Is.EqualTo("Anna"));
        Leave(first);
        Assert.That(Enter("Anna").Name, Is.EqualTo("Anna2"), "the other connection is still here");
    }

    [Test]
    public void Five_thousand_who_all_want_one_name_are_served_fast()
    {
        var stopwatch = Stopwatch.StartNew();
        var names = Enumerable.Range(0, 5_000).Select(_ => Enter("Ann").Name).ToHashSet();
        Assert.That(stopwatch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(names, Has.Count.EqualTo(5_000));
        Assert.That(names, Is.All.Match(@"^Ann\d*$").And.All.Length.LessThan(12));
    }

    [Test]
    public void Who_comes_back_at_once_has_no_fresh_allowance_of_messages()
    {
        var token = Token.New();
        var ann = Enter("Ann", token);
        for (var i = 0; i < HouseLimits.MessageBurst; i++) Assert.That(ann.Allowances.Messages.TryTake(out _));
        Leave(ann);

        var again = Enter("Ann", token);
        Assert.That(again, Is.Not.SameAs(ann));
        Assert.That(again.Allowances.Messages.TryTake(out _), Is.False);
        Assert.That(Enter("Bob").Allowances.Messages.TryTake(out _), "another person's is their own");
    }

    private Sender? Find(string text)
    {
        Assert.That(PersonName.TryParse(text, out var name));
        return _house.People.Find(name);
    }

    private Task AppendAsync(params Sender[] named) =>
        _house.Log.AppendAsync(_house.Log.Open(":names"), [.. named.Select(person => new Draft(EventKind.Name, person, Id: null, ""))]);

    private Person Enter(string? name, Token? token = null, bool isLasting = true)
    {
        PersonName wanted = default;
        Assert.That(name is null || PersonName.TryParse(name, out wanted));
        return _house.People.Enter((token ?? Token.New()).PersonId, name is null ? null : wanted, isLasting, _connection);
    }

    private void Leave(Person person, string? expected = null)
    {
        if (expected is not null) Assert.That(person.Name, Is.EqualTo(expected));
        _house.People.Leave(person, _connection);
    }

    private bool TryRename(Person person, string text)
    {
        Assert.That(PersonName.TryParse(text, out var name));
        return _house.People.TryRename(person, name, _connection);
    }
}
