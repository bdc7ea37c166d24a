using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

public sealed class PersonNameTests
{
    private const string Family = "👩‍👩‍👧‍👦";

    [TestCase("Ann")]
    [TestCase("Ann Marie")]
    [TestCase("李小龙")]
    [TestCase("محمد علي")]
    [TestCase("अमिताभ")]
    [TestCase("สมชาย")]
    [TestCase("김민수")]
    [TestCase("Ελένη")]
    [TestCase("Žižek")]
    [TestCase("O'Brien-Smith, Jr.")]
    [TestCase("<b>bold</b>")]
    [TestCase("🙂")]
    [TestCase(Family)]
    [TestCase("❤️")]
    [TestCase("🏳️‍🌈")]
    [TestCase("❤️‍🔥")]
    [TestCase("1️⃣")]
    [TestCase("👍🏽")]
    [TestCase("7")]
    [TestCase("𠮷")]
    public void A_name_of_any_script_stays_as_it_is(string text)
    {
        Assert.That(PersonName.TryParse(text, out var name));
        Assert.That(name.Text, Is.EqualTo(text));
    }

    [TestCase("  Ann ", "Ann")]
    [TestCase("Ann   Marie", "Ann Marie")]
    [TestCase("Rene\u0301e", "Ren\u00E9e")]
    public void Spaces_around_go_and_between_become_one_and_the_form_is_composed(string text, string shown)
    {
        Assert.That(PersonName.TryParse(text, out var name));
        Assert.That(name.Text, Is.EqualTo(shown));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("Ann\uFFFE", Description = "which .NET refuses to normalise")]
    [TestCase("Ann\u00A0Marie")]
    [TestCase("Ann\nMarie")]
    [TestCase("Ann\t")]
    [TestCase("Ann\0")]
    [TestCase("\u202EnnA")]
    [TestCase("\u2066Ann")]
    [TestCase("A\u200Bnn")]
    [TestCase("\u200DAnn")]
    [TestCase("❤\u200D\u200D")]
    [TestCase("❤\uFE0F\uFE0F")]
    [TestCase("\u200D")]
    [TestCase("\uFE0F")]
    [TestCase("A\u00ADnn")]
    [TestCase("\uFEFFAnn")]
    [TestCase("\u3164")]
    [TestCase("\u115F\u1160")]
    [TestCase("A\uFFA0")]
    [TestCase("\u2800")]
    [TestCase("\u0301")]
    [TestCase("\u0301Ann")]
    [TestCase("\uE000")]
    [TestCase("\U000E0041")]
    [TestCase("A\u034Fnn")]
    [TestCase("Ann\u180B")]
    [TestCase("Ann\u180F")]
    [TestCase("Ann\U00016FE4")]
    [TestCase("Ann\U00013441")]
    [TestCase("Ann\U0001D159")]
    public void What_cannot_be_seen_for_what_it_is_is_no_name(string? text) => Assert.That(PersonName.TryParse(text, out _), Is.False);

    [Test]
    public void Half_a_surrogate_pair_is_no_name() =>
        Assert.That(new[] { "\uD83D", "Ann\uDE42", "\uDE42\uD83D" }.Select(text => PersonName.TryParse(text, out _)), Is.All.False);

    [TestCase("x")]
    [TestCase("你")]
    [TestCase("🙂")]
    [TestCase("e\u0323\u0302")]
    [TestCase("กำ")]
    public void A_name_has_32_characters_at_most_as_a_reader_counts_them(string character)
    {
        Assert.That(PersonName.TryParse(string.Concat(Enumerable.Repeat(character, 32)), out _));
        Assert.That(PersonName.TryParse(string.Concat(Enumerable.Repeat(character, 33)), out _), Is.False);
    }

    [Test]
    public void A_tower_of_marks_is_no_name() =>
        Assert.That(PersonName.TryParse("Z" + new string('\u0335', 200), out _), Is.False);

    [TestCase("Ann", "ANN")]
    [TestCase("Ann", "Ａｎｎ")]
    [TestCase("Ann", "𝐀𝐧𝐧")]
    [TestCase("Straße", "STRASSE", false)]
    [TestCase("file", "ﬁle")]
    [TestCase("Ren\u00E9e", "rene\u0301e")]
    [TestCase("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [TestCase("ſam", "Sam")]
    [TestCase("❤", "❤️")]
    [TestCase("AnnMarie", "Ann Marie")]
    [TestCase("Ann", "Anne", false)]
    [TestCase("Ann", "Änn", false)]
    [TestCase("Ann1", "Annl")]
    [TestCase("Ann", "\u0410nn", Description = "a Cyrillic A")]
    [TestCase("Nora", "Νοrа", Description = "Greek and Cyrillic letters")]
    [TestCase("Ann2", "Ann3", false)]
    [TestCase("Маша", "Миша", false)]
    public void Names_that_look_alike_have_one_key(string one, string other, bool alike = true)
    {
        Assert.That(PersonName.TryParse(one, out var first));
        Assert.That(PersonName.TryParse(other, out var second));
        Assert.That(first.Key == second.Key, Is.EqualTo(alike), $"{first.Key} and {second.Key}");
    }

    [TestCase("Ann", 2, "Ann2")]
    [TestCase("12345678901234567890123456789012", 2, "12345678901234567890123456789012", 31)]
    [TestCase("12345678901234567890123456789012", 4711, "12345678901234567890123456789012", 28)]
    public void A_number_fits_behind_every_name(string text, int number, string shown, int kept = 0)
    {
        Assert.That(PersonName.TryParse(text, out var name));
        var numbered = name.WithNumber(number);
        Assert.That(numbered.Text, Is.EqualTo(kept == 0 ? shown : $"{shown[..kept]}{number}"));
    }
}
