using System.Net.Sockets;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Webhooks;

/// <summary>What an admin wants of a webhook, checked. Any thread may call it.</summary>
internal sealed class WebhookTerms(People people, OutwardConnector connector, TimeProvider time)
{
    /// <summary>How long a name may take to be resolved while the admin waits.</summary>
    private static readonly TimeSpan ResolveTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Whether there can be such a webhook, by what the admin says.</summary>
    /// <param name="request">What they say.</param>
    /// <param name="url">Where messages go.</param>
    /// <param name="bot">Who answers.</param>
    /// <returns><c>null</c> if so; else why not.</returns>
    public Refusal? Check(WebhookRequest request, out Uri url, out Sender bot)
    {
        bot = new Sender("", "");
        if (!WebhookUrl.TryParse(request.Url, out url))
        {
            return new Refusal(
                ErrorCode.BadUrl,
                $"a url is http:// or https://, without a user, {WebhookUrl.MaxChars} characters at most");
        }
        if (request.Match is not (null or WebhookMatch.All or WebhookMatch.Mention))
            return new Refusal(ErrorCode.BadMessage, "match is all or mention");
        if (!PersonName.TryParse(request.Bot, out var name))
            return new Refusal(ErrorCode.BadName, $"bot is 1–{PersonName.MaxChars} visible characters");
        bot = new Sender(RoleId.OfBot(name), name.Text);
        return Bots.CheckName(people, name);
    }

    /// <summary>
    /// Whether an address may be reached, to tell the admin at once: each delivery is checked anew. A name
    /// that isn't there yet may come to be.
    /// </summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public async Task<Refusal?> CheckAddressAsync(Uri url)
    {
        using var timeout = new CancellationTokenSource(ResolveTimeout, time);
        try
        {
            await connector.AllowedAsync(url.IdnHost, timeout.Token).ConfigureAwait(false);
            return null;
        }
        catch (AddressRefusedException)
        {
            return new Refusal(
                ErrorCode.BadUrl,
                "the url points inside: at this machine, its link, or the metadata of a cloud");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
