using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>An identity that goes to another browser by a code.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HandoverTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Token _annsToken = Token.New();
    private readonly Connection _connection = new();
    private RoomHarness _house = null!;
    private Person _ann = null!;

    [SetUp]
    public async Task AnnIsHere()
    {
        _house = await RoomHarness.StartAsync();
        _ann = Enter(_annsToken, "Ann");
    }

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public void A_code_gives_the_identity_once_and_the_person_is_told()
    {
        var offer = Offer(_ann, _annsToken);
        Assert.That(offer.Code, Does.Match("^[A-Za-z0-9_-]{22}$"));
        Assert.That(offer.Expires, Is.EqualTo(_house.Time.GetUtcNow() + Lifetime));
        Assert.That(_house.People.TryClaim(offer.Code, out var token, out var name));
        Assert.That((token, name), Is.EqualTo((_annsToken, "Ann")));
        Assert.That(_connection.Handovers, Is.EqualTo(1));
        AssertNoGood(offer.Code);
        Assert.That(_connection.Handovers, Is.EqualTo(1));
    }

    [Test]
    public void One_of_many_who_claim_at_once_wins()
    {
        for (var round = 0; round < 50; round++)
        {
            var (offer, winners) = (Offer(_ann, _annsToken), 0);
            Parallel.For(0, 16, _ =>
            {
                if (_house.People.TryClaim(offer.Code, out var _, out var _)) Interlocked.Increment(ref winners);
            });
            Assert.That(winners, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_code_is_good_for_five_minutes()
    {
        var offer = Offer(_ann, _annsToken);
        await _house.PassAsync(Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.That(_house.People.TryClaim(offer.Code, out _, out _));
        offer = Offer(_ann, _annsToken);
        await _house.PassAsync(Lifetime);
        AssertNoGood(offer.Code);
    }

    [Test]
    public void A_second_code_replaces_the_first_of_that_person_only()
    {
        var bobsToken = Token.New();
        var bobs = Offer(Enter(bobsToken, "Bob"), bobsToken);
        var (first, second) = (Offer(_ann, _annsToken), Offer(_ann, _annsToken));
        AssertNoGood(first.Code);
        Assert.That(_house.People.TryClaim(second.Code, out _, out _));
        Assert.That(_house.People.TryClaim(bobs.Code, out var token, out var name));
        Assert.That((token, name), Is.EqualTo((bobsToken, "Bob")));
    }

    [TestCase("")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("not a code \u0000")]
    public void What_is_no_code_is_refused(string code)
    {
        Offer(_ann, _annsToken);
        AssertNoGood(code);
    }

    [Test]
    public void A_token_of_somebody_else_is_not_handed_over() =>
        Assert.That(_house.People.OfferHandover(_ann, Token.New()), Is.Null);

    [Test]
    public void The_name_is_the_one_of_the_moment_of_the_claim()
    {
        var offer = Offer(_ann, _annsToken);
        Assert.That(PersonName.TryParse("Anna", out var name));
        Assert.That(_house.People.TryRename(_ann, name, _connection));
        _house.People.Leave(_ann, _connection);
        Assert.That(_house.People.TryClaim(offer.Code, out _, out var claimed));
        Assert.That(claimed, Is.EqualTo("Anna"));
    }

    [Test]
    public void A_thousand_codes_are_good_at_once_and_the_oldest_makes_room()
    {
        var first = Offer(_ann, _annsToken);
        var others = Enumerable.Range(0, 1_000).Select(n =>
        {
            var token = Token.New();
            return Offer(Enter(token, null), token);
        }).ToList();
        AssertNoGood(first.Code);
        Assert.That(others.Select(offer => _house.People.TryClaim(offer.Code, out _, out _)), Is.All.True);
    }

    private Person Enter(Token token, string? text)
    {
        PersonName name = default;
        Assert.That(text is null || PersonName.TryParse(text, out name));
        return _house.People.Enter(token.PersonId, text is null ? null : name, isLasting: true, _connection);
    }

    private HandoverOffer Offer(Person person, Token token) => _house.People.OfferHandover(person, token)!;

    private void AssertNoGood(string code)
    {
        Assert.That(_house.People.TryClaim(code, out var token, out var name), Is.False);
        Assert.That((token, name), Is.EqualTo((default(Token), (string?)null)));
    }

    private sealed class Connection : SilentConnection
    {
        private int _handovers;

        public int Handovers => _handovers;

        public override void OnHandedOver() => Interlocked.Increment(ref _handovers);
    }
}
