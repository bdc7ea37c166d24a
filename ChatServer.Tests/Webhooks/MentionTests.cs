using ChatServer.Rooms;
using ChatServer.Webhooks;

namespace ChatServer.Tests.Webhooks;

/// <summary>When a message is meant for a bot.</summary>
public sealed class MentionTests
{
    [TestCase("@helper", "helper")]
    [TestCase("hi @helper!", "helper")]
    [TestCase("HI @HELPER", "helper")]
    [TestCase("(@helper)", "helper")]
    [TestCase("x @nobody @helper", "helper")]
    [TestCase("@@helper", "helper")]
    [TestCase("@ｈｅｌｐｅｒ", "helper", Description = "compatibility forms")]
    [TestCase("@hеlper", "helper", Description = "a Cyrillic е")]
    [TestCase("@Build Bot, go", "build bot")]
    [TestCase("你好@小助手请帮忙", "小助手")]
    [TestCase("请@helper帮忙", "helper")]
    [TestCase("@helper's turn", "helper")]
    [TestCase("```x``` @helper", "helper")]
    [TestCase("@👍🏽", "👍🏽")]
    [TestCase("@helper friend", "helper", Description = "other names aren't known")]
    public void Meant(string text, string name) => Assert.That(IsIn(text, name));

    [TestCase("helper", "helper")]
    [TestCase("@helpers", "helper")]
    [TestCase("@helper2", "helper")]
    [TestCase("@helper_", "helper")]
    [TestCase("@helpe", "helper")]
    [TestCase("@ helper", "helper")]
    [TestCase("mail helper@helper.example or ann@helper", "helper")]
    [TestCase("_@helper", "helper")]
    [TestCase("`@helper`", "helper")]
    [TestCase("```\n@helper\n```", "helper")]
    [TestCase("``` @helper", "helper", Description = "code that doesn't end")]
    [TestCase("@", "helper")]
    [TestCase("@help\ud83d", "helper")]
    public void Not_meant(string text, string name) => Assert.That(IsIn(text, name), Is.False);

    [Test]
    public void A_text_made_of_it_is_no_work_without_end() =>
        Assert.That(IsIn(string.Concat(Enumerable.Repeat("@helpe` ", 100_000)) + "@helper", "helper"), Is.False, "only 200 are looked at");

    private static bool IsIn(string text, string name) =>
        PersonName.TryParse(name, out var parsed) && Mention.IsIn(text, parsed.Text, parsed.Key);
}
