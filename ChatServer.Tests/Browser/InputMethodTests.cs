using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>
/// Chinese, Japanese and Korean are written with an input method, whose Enter picks a word and must not send.
/// </summary>
public sealed class InputMethodTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task Enter_in_the_middle_of_a_word_does_not_send()
    {
        var ann = await EnterAsync("Ann");
        var browser = await ann.Context.NewCDPSessionAsync(ann.Page);
        await Expect(ann.Composer).ToBeFocusedAsync();

        await ComposeAsync(browser, "ni");
        await ComposeAsync(browser, "nihao");
        await PressEnterInCompositionAsync(browser);
        await browser.SendAsync("Input.insertText", new() { ["text"] = "你好" });

        await Expect(ann.Composer).ToHaveValueAsync("你好");
        await Expect(ann.Messages).ToHaveCountAsync(0);
        await ann.Page.ClickAsync("#send");
        await ann.ExpectTextsAsync("你好");
    }

    [TestCase("{ isComposing: true }", 13, TestName = "A key while composing does not send")]
    [TestCase("{}", 229, TestName = "A key that the input method has taken does not send")]
    public async Task A_key_of_the_input_method_does_not_send(string properties, int keyCode)
    {
        var ann = await EnterAsync("Ann");
        await ann.Composer.FillAsync("nihao");

        await PressEnterAsync(ann, properties, keyCode);

        await ExpectThatEnterSendsOnlyNowAsync(ann);
    }

    [Test]
    public async Task Enter_right_after_the_word_is_picked_does_not_send()
    {
        // Safari ends the composition before the key that ended it.
        var ann = await EnterAsync("Ann");
        await ann.Composer.FillAsync("nihao");

        await ann.Composer.EvaluateAsync(
            """
            composer => {
              composer.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
              composer.dispatchEvent(
                new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
            }
            """);

        await ExpectThatEnterSendsOnlyNowAsync(ann);
    }

    /// <summary>Messages come in order: had the key before sent anything, it would stand first.</summary>
    private static async Task ExpectThatEnterSendsOnlyNowAsync(Visitor ann)
    {
        await Expect(ann.Composer).ToHaveValueAsync("nihao");
        await Expect(ann.Messages).ToHaveCountAsync(0);
        await PressEnterAsync(ann, "{}", 13);
        await ann.ExpectTextsAsync("nihao");
    }

    /// <summary>Dispatches the key at a time when no composition is near.</summary>
    private static Task PressEnterAsync(Visitor ann, string properties, int keyCode) =>
        ann.Composer.EvaluateAsync(
            $$"""
            composer => {
              const event = new KeyboardEvent(
                'keydown', { key: 'Enter', bubbles: true, cancelable: true, ...{{properties}} });
              Object.defineProperty(event, 'keyCode', { value: {{keyCode}} });
              Object.defineProperty(event, 'timeStamp', { value: event.timeStamp + 1000 });
              composer.dispatchEvent(event);
            }
            """);

    private static Task ComposeAsync(ICDPSession browser, string text) =>
        browser.SendAsync("Input.imeSetComposition", new()
        {
            ["text"] = text,
            ["selectionStart"] = text.Length,
            ["selectionEnd"] = text.Length,
        });

    private static Task PressEnterInCompositionAsync(ICDPSession browser) =>
        browser.SendAsync("Input.dispatchKeyEvent", new()
        {
            ["type"] = "rawKeyDown",
            ["key"] = "Enter",
            ["code"] = "Enter",
            ["windowsVirtualKeyCode"] = 13,
        });
}
