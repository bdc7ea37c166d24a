using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChatServer.Tests.Browser;

/// <summary>
/// Sees what no page of ours may do: complain in the console, throw, break its content security policy, open
/// a dialog, or talk to another host than the server. Playwright calls it on threads of its own.
/// </summary>
internal sealed class Watch
{
    /// <summary>A violation is an event of the document; the watch hears of it in the console.</summary>
    private const string ReportViolations =
        """
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
          console.error(`CSP: ${violatedDirective} ${blockedURI}`));
        """;

    /// <summary>What Chromium itself writes for every attempt to reach a server that isn't there.</summary>
    private static readonly string[] LostConnection =
        ["WebSocket connection to", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE"];

    private readonly string _authority;
    private readonly ConcurrentQueue<string> _problems = [];
    private readonly ConcurrentBag<string> _expected = [];

    private Watch(string authority) => _authority = authority;

    /// <summary>What was seen and not expected.</summary>
    public IReadOnlyList<string> Problems =>
        [.. _problems.Where(problem => !_expected.Any(problem.Contains))];

    /// <param name="context">All of its pages, also those that it opens later.</param>
    /// <param name="authority">Host and port of the server.</param>
    public static async Task<Watch> OverAsync(IBrowserContext context, string authority)
    {
        var watch = new Watch(authority);
        context.Console += (_, message) => watch.Note(message);
        context.WebError += (_, error) => watch._problems.Enqueue($"thrown: {error.Error}");
        context.Dialog += (_, dialog) => watch.Note(dialog);
        context.Request += (_, request) => watch.NoteAddress(request.Url);
        context.Page += (_, page) => page.WebSocket += (_, socket) => watch.NoteAddress(socket.Url);
        await context.AddInitScriptAsync(ReportViolations);
        return watch;
    }

    /// <summary>The test makes this happen: a problem that contains the text is none.</summary>
    public void Expect(string text) => _expected.Add(text);

    /// <summary>The test stops the server: the browser may say that it can't reach it.</summary>
    public void ExpectLostConnections() => Array.ForEach(LostConnection, Expect);

    private void Note(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
            _problems.Enqueue($"console: {message.Text} ({message.Location})");
    }

    private void Note(IDialog dialog)
    {
        _problems.Enqueue($"dialog: {dialog.Message}");
        _ = dialog.DismissAsync();
    }

    private void NoteAddress(string address)
    {
        var isFine = Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme is "data" or "blob" or "about" || uri.Authority == _authority);
        if (!isFine) _problems.Enqueue($"request: {address}");
    }
}
