using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What a person does with a message that is on the page.</summary>
internal static class Handling
{
    /// <summary>Points at the message with this text, and waits for what can be done with it.</summary>
    public static async Task<ILocator> PointAtAsync(this Visitor visitor, string text)
    {
        // Not by what else may say the same: a quote, or the bar over the composer.
        var whole = new Regex($"^{Regex.Escape(text)}$");
        var said = visitor.Page.Locator(".message-text", new() { HasTextRegex = whole });
        var message = visitor.Messages.Filter(new() { Has = said });
        var tools = message.Locator(".message-tools");
        // Away first: a pointer that is there already points at nothing new.
        await visitor.Page.Locator("#room-title").HoverAsync();
        await message.HoverAsync();
        await Expect(tools).ToBeVisibleAsync();
        return tools;
    }

    /// <summary>Points at a message and presses one of its buttons: reply, edit, delete, pick.</summary>
    public static async Task UseToolAsync(this Visitor visitor, string text, string tool) =>
        await (await visitor.PointAtAsync(text)).Locator($"[data-tool={tool}]").ClickAsync();

    /// <summary>Reacts with one of the emoji that the bar offers.</summary>
    public static async Task ReactAsync(this Visitor visitor, string text, string emoji) =>
        await (await visitor.PointAtAsync(text)).Locator($"button:text-is(\"{emoji}\")").ClickAsync();

    /// <summary>Deletes a message, in the two steps that it takes.</summary>
    public static async Task DeleteAsync(this Visitor visitor, string text)
    {
        await visitor.UseToolAsync(text, "delete");
        await visitor.Page.ClickAsync(".message-tools [data-tool=remove]");
    }

    public static async Task ReplyAsync(this Visitor visitor, string text, string answer)
    {
        await visitor.UseToolAsync(text, "reply");
        await visitor.SayAsync(answer);
    }

    /// <summary>Writes by key, so that the page sees every letter; nothing is sent.</summary>
    public static async Task TypeAsync(this Visitor visitor, string text)
    {
        await visitor.Composer.FocusAsync();
        await visitor.Page.Keyboard.TypeAsync(text);
    }
}
