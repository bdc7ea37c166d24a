using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

public sealed class DirectNameTests
{
    private static readonly string Ann = Token.New().PersonId;
    private static readonly string Ben = Token.New().PersonId;

    [Test]
    public void Both_have_the_same_room_and_see_the_other_in_it()
    {
        var room = DirectName.Of(Ann, Ben);
        Assert.That(DirectName.Of(Ben, Ann), Is.EqualTo(room));
        Assert.That(DirectName.TryGetOther(room, Ann, out var other) && other == Ben);
        Assert.That(DirectName.TryGetOther(room, Ben, out other) && other == Ann);
    }

    [Test]
    public void It_is_nobody_else_s() =>
        Assert.That(DirectName.TryGetOther(DirectName.Of(Ann, Ben), Token.New().PersonId, out _), Is.False);

    [Test]
    public void It_is_not_a_room_that_people_can_make() => Assert.That(RoomName.TryParse(DirectName.Of(Ann, Ben), out _), Is.False);

    [Test]
    public void Other_forms_are_refused()
    {
        var (first, second) = string.CompareOrdinal(Ann, Ben) < 0 ? (Ann, Ben) : (Ben, Ann);
        string?[] forms =
        [
            null, "", "@", "@.", "lobby", $"@{first}", $"@{first}.", $"@.{second}", $"@{second}.{first}", $"@{first}.{first}",
            $"@{first}.{second}.", $"@{first}.{second}.{second}", $"@ {first}.{second}", $"@{first}.{second} ", $"＠{first}.{second}",
            $"@{first[..^1]}.{second}", $"@{first}a.{second}", $"@{first[..^1]}/.{second}", $"@{first[..^1]}é.{second}",
        ];
        foreach (var form in forms) Assert.That(DirectName.TryParse(form, out _), Is.False, form);
        Assert.That(DirectName.TryParse($"@{first}.{second}", out _));
    }
}
