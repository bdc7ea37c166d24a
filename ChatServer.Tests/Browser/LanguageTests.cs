using System.Reflection;
using System.Text.RegularExpressions;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The page speaks English and Chinese.</summary>
public sealed partial class LanguageTests : BrowserTest
{
    private const string Chinese = @"\p{IsCJKUnifiedIdeographs}";

    /// <summary>What is the same in every language: names, and keys of the keyboard.</summary>
    private static readonly string[] SameEverywhere =
        ["ChatServer", "English", "lobby", "random", "ops", "Ann", "Ben", "Enter", "Shift+Enter", "hello", "MB"];

    /// <summary>Texts of signs alone, or the same in every language.</summary>
    private static readonly string[] Wordless =
        [
            "quiet.and", "reactions.comma", "arg.onoff", "arg.down", "told.why", "support.comma",
            "support.between", "support.dayAndTime",
        ];

    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task A_Chinese_browser_gets_a_Chinese_page()
    {
        var ann = await VisitAsync(options: new() { Locale = "zh-CN" });
        await Expect(ann.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(ann.Page.Locator("#name-title")).ToHaveTextAsync("欢迎");
        await Expect(ann.Page.Locator("#name-save")).ToHaveTextAsync("进入聊天");
        await ExpectNothingInEnglishAsync(ann);

        await ann.IntroduceAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.SayAsync("hello");

        await Expect(ann.Page.Locator("#joined-rooms-title")).ToHaveTextAsync("我的房间");
        await Expect(ann.Page.Locator(".day-separator")).ToHaveTextAsync("今天");
        await Expect(ann.Page.Locator("#send")).ToHaveAttributeAsync("aria-label", "发送");
        await Expect(ann.Composer).ToHaveAttributeAsync("placeholder", "在“ops”中发言");
        await ExpectNothingInEnglishAsync(ann);
    }

    [Test]
    public async Task What_goes_wrong_is_said_in_Chinese()
    {
        var first = await EnterAsync("Ann");
        var second = await EnterAsync("Ann", options: new() { Locale = "zh-TW" });
        await Expect(second.Notice).ToContainTextAsync("“Ann”已被使用，你在这里叫“Ann2”。");

        await second.Page.FillAsync("#join-room-name", "not a room");
        await second.Page.PressAsync("#join-room-name", "Enter");
        await Expect(second.Page.Locator("#join-room-error")).ToContainTextAsync("房间名需为 1 到 64 个文字");

        await StopServerAsync();
        await Expect(second.Banner).ToContainTextAsync("连接已断开");
        await Expect(first.Banner).ToContainTextAsync("Connection lost");
    }

    [Test]
    public async Task A_name_from_right_to_left_leaves_the_order_of_a_line_as_it_is()
    {
        var ann = await EnterAsync("Ann");
        await using var dov = await Support.ChatPeer.JoinAsync(Server, "lobby", "דב");
        await dov.SendAsync(new { type = "say", room = "lobby", text = "hello" });
        await dov.ExpectAsync("event");
        await dov.SendAsync(new { type = "rename", name = "דוד" });

        var line = ann.QuietLines.Filter(new() { HasText = "is now known as" });
        await Expect(line).ToHaveTextAsync("\u2068דב\u2069 is now known as \u2068דוד\u2069");
        // Where the words are drawn: the old name before them, and the new one after.
        var places = await line.EvaluateAsync<double[]>(
            """
            line => {
              const text = line.firstChild;
              const left = (start, end) => {
                const range = document.createRange();
                range.setStart(text, start);
                range.setEnd(text, end);
                return range.getBoundingClientRect().left;
              };
              const { data } = text;
              const words = data.indexOf('is now');
              return [left(1, 3), left(words, words + 6), left(data.length - 4, data.length - 1)];
            }
            """);
        Assert.That(places, Is.Ordered);
    }

    [Test]
    public async Task The_button_changes_the_language_at_once_and_for_good()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("hello");
        await ann.ExpectTextsAsync("hello");
        var language = ann.Page.Locator("#language");
        await Expect(language).ToHaveTextAsync("中文");

        await language.ClickAsync();

        await Expect(ann.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(ann.Page.Locator(".day-separator")).ToHaveTextAsync("今天");
        await Expect(ann.Page.Locator("#room-people")).ToHaveTextAsync("1 人");
        await ExpectNothingInEnglishAsync(ann);

        await ann.ReloadAsync();
        await ExpectNothingInEnglishAsync(ann);
        await language.ClickAsync();
        await Expect(ann.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(ann.Page.Locator("#room-people")).ToHaveTextAsync("1 person");
    }

    [Test]
    public async Task Texts_that_do_not_come_at_first_are_asked_for_again()
    {
        var lost = 0;
        var ann = await VisitAsync(prepare: page => page.RouteAsync(
            "**/chat.page.en.js*", route => Interlocked.Increment(ref lost) <= 3 ? route.AbortAsync() : route.ContinueAsync()));
        ann.Watch.Expect("net::ERR_FAILED");
        await Eventually.IsAsync(() => Volatile.Read(ref lost) > 1);
        await Expect(ann.Page.Locator("#name-dialog")).ToBeHiddenAsync();

        await Expect(ann.Page.Locator("#name-title")).ToHaveTextAsync("Welcome");
        await ann.IntroduceAsync("Ann");
        await ann.SayAsync("hello");
        await ann.ExpectTextsAsync("hello");
        Assert.That(lost, Is.EqualTo(4));
    }

    [Test]
    public async Task Any_other_language_falls_back_to_English()
    {
        var ann = await EnterAsync("Ann", options: new() { Locale = "pt-BR" });
        await Expect(ann.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(ann.Page.Locator("#joined-rooms-title")).ToHaveTextAsync("Your rooms");
    }

    [Test]
    public async Task Every_text_is_there_in_both_languages()
    {
        var ann = await VisitAsync();
        string[] keys = [.. Keys()];
        var texts = (await TextsAsync(ann, keys, "en")).Zip(await TextsAsync(ann, keys, "zh"));
        foreach (var (key, (english, chinese)) in keys.Zip(texts))
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(english, Does.Match("[A-Za-z]{2}").And.Not.Match(Chinese), key);
                Assert.That(chinese, Does.Match(Chinese), key);
                Assert.That(Values(chinese), Is.EquivalentTo(Values(english)), $"{key}: values");
            }
        }
    }

    [Test]
    public async Task Every_error_code_of_the_server_has_a_text()
    {
        var ann = await VisitAsync();
        var codes = typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.That(codes, Is.Not.Empty);

        var silent = await ann.Page.EvaluateAsync<string[]>(
            """
            async codes => {
              const { hasText, setLanguage } = await import('/client/i18n.js');
              await setLanguage('en');
              return codes.filter(code => !hasText(`error.${code}`));
            }
            """,
            codes);

        Assert.That(silent, Is.Empty);
    }

    /// <summary>The keys of all texts but those without a word, read off the modules that have them.</summary>
    private static List<string> Keys()
    {
        var keys = new List<string>();
        var folder = Path.Combine(Sources.Root, "ChatServer", "Client");
        foreach (var table in Directory.GetFiles(folder, "i18n-*.js"))
        {
            var found = KeyOfText().Matches(File.ReadAllText(table)).Select(match => match.Groups[1].Value).ToList();
            Assert.That(found, Has.Count.GreaterThan(10), $"keys found in {table}");
            keys.AddRange(found);
        }
        Assert.That(keys, Is.Unique);
        return [.. keys.Except(Wordless)];
    }

    /// <summary>A text with its values in braces, and in the form for many.</summary>
    private static Task<string[]> TextsAsync(Visitor visitor, string[] keys, string language) =>
        visitor.Page.EvaluateAsync<string[]>(
            """
            async ([keys, language]) => {
              const { setLanguage, t } = await import('/client/i18n.js');
              await setLanguage(language);
              return keys.map(key => t(key, new Proxy({}, { get: (_, name) => `{${name}}` })));
            }
            """,
            new object[] { keys, language });

    private static IEnumerable<string> Values(string text) =>
        Value().Matches(text).Select(match => match.Value);

    /// <summary>Whatever is shown or read aloud: text, labels, titles, placeholders.</summary>
    private static async Task ExpectNothingInEnglishAsync(Visitor visitor)
    {
        var texts = await visitor.Page.EvaluateAsync<string[]>(
            """
            () => [...document.body.querySelectorAll('*')]
              .filter(e => e.checkVisibility() && !e.matches('noscript'))
              .flatMap(e => [
                ...[...e.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data),
                ...['aria-label', 'title', 'placeholder'].map(name => e.getAttribute(name) ?? ''),
              ])
              .filter(text => text.trim() !== '')
            """);
        Assert.That(texts, Has.Length.GreaterThan(10));
        var english = texts.Where(
            text => Word().Matches(text).Any(word => !SameEverywhere.Contains(word.Value)));
        Assert.That(english, Is.Empty);
    }

    [GeneratedRegex(@"[A-Za-z][A-Za-z+]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Value();

    [GeneratedRegex(@"^  '([\w.]+)': \{", RegexOptions.Multiline)]
    private static partial Regex KeyOfText();
}
