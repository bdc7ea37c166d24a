using ChatServer.Protocol;

namespace ChatServer.Tests.Rooms;

/// <summary>Pages of who is in a room.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PeoplePageTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private RoomHarness _house = null!;

    [SetUp]
    public async Task StartHouse() => _house = await RoomHarness.StartAsync();

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public void Names_are_sorted_without_capitals_and_widths_whatever_the_culture()
    {
        Enter("lena", "Ian", "Мира", "Ｂｅｎ", "ann", "Zoë", "李雷", "guest-1234");
        Assert.That(Names(Page()), Is.EqualTo(new[] { "ann", "Ｂｅｎ", "guest-1234", "Ian", "lena", "Zoë", "Мира", "李雷" }));
    }

    [TestCase("an", "Ann,Joanna")]
    [TestCase("AN", "Ann,Joanna")]
    [TestCase("ａｎ", "Ann,Joanna")]
    [TestCase("le", "Lena", Description = "l isn't i, though they look alike")]
    [TestCase("雷", "李雷")]
    [TestCase("nobody", "")]
    [TestCase("", "Ann,Joanna,Lena,Viena,李雷")]
    public void Only_names_that_have_what_is_wanted_are_given(string find, string names)
    {
        Enter("Ann", "Joanna", "Lena", "Viena", "李雷");
        var page = Page(find: find);
        Assert.That(string.Join(',', Names(page)), Is.EqualTo(names));
        Assert.That((page.Count, page.More), Is.EqualTo((names.Length == 0 ? 0 : names.Split(',').Length, false)));
    }

    [TestCase(0, 100, 100, true)]
    [TestCase(199, 100, 100, true)]
    [TestCase(200, 100, 100, false)]
    [TestCase(298, 2, 2, false)]
    [TestCase(299, 100, 1, false)]
    [TestCase(300, 100, 0, false)]
    [TestCase(int.MaxValue, 100, 0, false)]
    public void Pages_join_without_a_gap(int skip, int limit, int given, bool more)
    {
        Enter([.. Enumerable.Range(0, 300).Select(n => $"P{n:000}")]);
        var page = Page(skip, limit);
        Assert.That(Names(page), Is.EqualTo(Enumerable.Range(0, 300).Skip(skip).Take(limit).Select(n => $"P{n:000}")));
        Assert.That((page.People.Count, page.Count, page.More, page.Room), Is.EqualTo((given, 300, more, "lobby")));
    }

    [Test]
    public async Task A_page_is_as_of_the_last_signal_at_the_earliest()
    {
        Enter("Ann");
        Assert.That(Names(Page()), Is.EqualTo(new[] { "Ann" }));
        Enter("Bob");
        await _house.PassAsync(Interval);
        Assert.That(Names(Page()), Is.EqualTo(new[] { "Ann", "Bob" }));
    }

    [Test]
    public void Absence_is_given_as_it_is_now()
    {
        var ann = Enter("Ann").Single();
        Page();
        _house.People.SetAway(ann.Person, ann, isAway: true);
        Assert.That(Page().People.Single(), Is.EqualTo(new PersonHere(ann.Person.Id, "Ann") { Away = true }));
    }

    private List<Listener> Enter(params string[] names) => [.. names.Select(name => _house.Enter("lobby", name))];

    private PeoplePage Page(int skip = 0, int limit = 200, string? find = null) =>
        _house.Rooms.Find("lobby")!.People(skip, limit, find);

    private static IEnumerable<string> Names(PeoplePage page) => page.People.Select(person => person.Name);
}
