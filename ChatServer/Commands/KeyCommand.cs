using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary><c>key</c>: makes keys of bots, lists them, makes them useless.</summary>
internal sealed class KeyCommand(KeyOptions options, Remote remote, StandardOutput output)
{
    /// <exception cref="CommandFailure">The server refused, or can't be reached.</exception>
    public Task RunAsync(CancellationToken cancellationToken) => options.Action switch
    {
        "add" => AddAsync(cancellationToken),
        "revoke" => RevokeAsync(cancellationToken),
        _ => ListAsync(cancellationToken),
    };

    /// <exception cref="UsageFailure">The words of the command line can't be.</exception>
    public static void Check(KeyOptions options)
    {
        var wordsRight = options switch
        {
            { Action: "add" or "revoke", Name: not null } => true,
            { Action: "list", Name: null } => true,
            _ => false,
        };
        if (!wordsRight || options.Words.Any())
            throw new UsageFailure("key add NAME, key list, or key revoke NAME.");
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(
            ProtocolJson.Bytes(new KeyRequest { Name = options.Name }, ProtocolJson.Default.KeyRequest));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var address = remote.Address(["keys"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        var made = await remote.AskAsync(request, ProtocolJson.Default.MadeKey, cancellationToken)
            .ConfigureAwait(false);
        await output.WriteLineAsync(made.Key).ConfigureAwait(false);
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, remote.Address(["keys"]));
        var list = await remote.AskAsync(request, ProtocolJson.Default.BotList, cancellationToken)
            .ConfigureAwait(false);
        foreach (var bot in list.Bots)
        {
            var since = bot.At is { } at ? Date(at) : "from the command line";
            await output.WriteLineAsync($"{EventLine.Printable(bot.Bot.Name)}\t{since}")
                .ConfigureAwait(false);
        }
    }

    private async Task RevokeAsync(CancellationToken cancellationToken)
    {
        var address = remote.Address(["keys", options.Name!]);
        using var request = new HttpRequestMessage(HttpMethod.Delete, address);
        using var answer = await remote.AskAsync(request, Remote.AnswerTimeout, cancellationToken)
            .ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.NoContent) throw remote.Stranger();
    }

    private static string Date(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
