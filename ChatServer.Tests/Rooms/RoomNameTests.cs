using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

public sealed class RoomNameTests
{
    [TestCase("lobby", "lobby")]
    [TestCase("Lobby", "lobby")]
    [TestCase("a", "a")]
    [TestCase("7", "7")]
    [TestCase("-", "-")]
    [TestCase("team_a-1", "team_a-1")]
    [TestCase("大厅", "大厅")]
    [TestCase("غرفة", "غرفة")]
    [TestCase("हिन्दी", "हिन्दी")]
    [TestCase("ห้องแชท", "ห้องแชท")]
    [TestCase("채팅방", "채팅방")]
    [TestCase("ΌΔΟΣ", "όδοσ")]
    [TestCase("CAFE\u0301", "caf\u00E9")]
    [TestCase("٣", "٣")]
    [TestCase("𠮷野家", "𠮷野家")]
    public void A_name_is_written_in_one_way(string text, string name)
    {
        Assert.That(RoomName.TryParse(text, out var parsed));
        Assert.That(parsed, Is.EqualTo(name));
        Assert.That(RoomName.TryParse(parsed, out var again) && again == parsed, "what it became, it stays");
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a b")]
    [TestCase(" lobby")]
    [TestCase("a/b")]
    [TestCase("a.b")]
    [TestCase(":names")]
    [TestCase("#lobby")]
    [TestCase("a\nb")]
    [TestCase("a\0")]
    [TestCase("🙂")]
    [TestCase("a\u200Bb")]
    [TestCase("a\u202Eb")]
    [TestCase("a\u00ADb")]
    [TestCase("\u0301a")]
    [TestCase("\uFEFFlobby")]
    public void What_cannot_be_a_name(string? text) => Assert.That(RoomName.TryParse(text, out _), Is.False);

    [Test]
    public void Half_a_surrogate_pair_is_no_name() =>
        Assert.That(new[] { "\uD842", "a\uDFB7", "\uDFB7\uD842" }.Select(text => RoomName.TryParse(text, out _)), Is.All.False);

    [TestCase("x")]
    [TestCase("厅")]
    [TestCase("𠮷")]
    [TestCase("e\u0301")]
    [TestCase("ộ")]
    public void A_name_has_64_characters_at_most(string character)
    {
        Assert.That(RoomName.TryParse(string.Concat(Enumerable.Repeat(character, 64)), out _));
        Assert.That(RoomName.TryParse(string.Concat(Enumerable.Repeat(character, 65)), out _), Is.False);
    }

    [TestCase("\u3164")]
    [TestCase("\u115F")]
    [TestCase("\uFFA0")]
    [TestCase("a\u3164")]
    [TestCase("a\uFE0F")]
    [TestCase("a\u034F")]
    public void What_leaves_no_ink_is_no_part_of_a_name(string text) => Assert.That(RoomName.TryParse(text, out _), Is.False);
}
