using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Where messages are written.</summary>
public sealed class ComposerTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task Enter_sends_and_Shift_Enter_breaks_the_line()
    {
        var ann = await EnterAsync("Ann");
        await Expect(ann.Composer).ToBeFocusedAsync();

        await ann.Page.Keyboard.TypeAsync("first");
        await ann.Page.Keyboard.PressAsync("Shift+Enter");
        await ann.Page.Keyboard.TypeAsync("second");
        await Expect(ann.Composer).ToHaveValueAsync("first\nsecond");
        await ann.Page.Keyboard.PressAsync("Enter");

        await ann.ExpectTextsAsync("first\nsecond");
        await Expect(ann.Composer).ToHaveValueAsync("");
        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task The_button_sends_and_is_there_only_for_something_to_send()
    {
        var ann = await EnterAsync("Ann");
        var send = ann.Page.Locator("#send");
        await Expect(send).ToBeDisabledAsync();
        await ann.Composer.FillAsync("  \n ");
        await Expect(send).ToBeDisabledAsync();
        await ann.Composer.PressAsync("Enter");

        await ann.Composer.FillAsync("by the button");
        await send.ClickAsync();

        await ann.ExpectTextsAsync("by the button");
        await Expect(send).ToBeDisabledAsync();
    }

    [Test]
    public async Task A_message_of_the_greatest_length_is_sent()
    {
        var ann = await EnterAsync("Ann");
        var longest = string.Concat(Enumerable.Repeat("0123456789abcdef", 1024));
        await ann.SayAsync(longest);
        await ann.ExpectTextsAsync(longest);
    }

    [Test]
    public async Task What_is_too_long_is_explained_and_stays()
    {
        var ann = await EnterAsync("Ann");
        var hint = ann.Page.Locator("#composer-hint");
        await Expect(hint).ToHaveTextAsync("Enter sends, Shift+Enter breaks the line");
        await ann.Composer.FillAsync(new string('é', 8000));
        await Expect(hint).ToHaveTextAsync("384 bytes left");

        var text = new string('é', 8193);
        await ann.SayAsync(text);

        await Expect(hint).ToHaveTextAsync("2 bytes too long. Shorten the message, or send it in parts.");
        await Expect(ann.Composer).ToHaveValueAsync(text);
        await Expect(ann.Composer).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(ann.Page.Locator("#send")).ToBeDisabledAsync();

        await ann.SayAsync("short");
        await ann.ExpectTextsAsync("short");
    }

    [Test]
    public async Task What_the_server_refuses_can_be_thrown_away()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("\u200b\u200b");

        await Expect(ann.Messages).ToHaveAttributeAsync("data-state", "failed");
        await Expect(ann.Page.Locator(".message-failure")).ToContainTextAsync(
            "Not sent. The message has no visible text.");
        await ann.Page.ClickAsync(".retry");
        await Expect(ann.Messages).ToHaveAttributeAsync("data-state", "failed");
        await ann.Page.ClickAsync(".discard");
        await Expect(ann.Messages).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Writing_faster_than_allowed_loses_nothing()
    {
        var ann = await EnterAsync("Ann");
        var texts = Enumerable.Range(1, 40).Select(number => $"fast {number}").ToArray();
        // In one go: typing with the driver is slower than the limit.
        await ann.Page.EvaluateAsync(
            """
            texts => {
              const composer = document.getElementById('composer');
              for (const text of texts) {
                composer.value = text;
                composer.form.requestSubmit();
              }
            }
            """,
            texts);

        await ann.ExpectTextsAsync(texts);
    }

    [Test]
    public async Task The_field_grows_with_what_is_written_and_not_over_the_messages()
    {
        var ann = await EnterAsync("Ann");
        var low = (await ann.Composer.BoundingBoxAsync())!.Height;
        await ann.Composer.FillAsync("1\n2\n3");
        var high = (await ann.Composer.BoundingBoxAsync())!.Height;
        await ann.Composer.FillAsync(string.Join('\n', Enumerable.Range(1, 100)));
        var highest = (await ann.Composer.BoundingBoxAsync())!.Height;

        Assert.That(high, Is.GreaterThan(low * 1.5));
        Assert.That(highest, Is.GreaterThan(high).And.AtMost(800 * 0.4 + 1));
    }
}
