using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ChatServer.Protocol;

namespace ChatServer.Webhooks;

/// <summary>Posts events to the addresses of webhooks, one try each. Any thread may call it.</summary>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>How long a try may take, its answer included.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Longest head of an answer, in KiB; that of a request to us may be as long.</summary>
    private const int AnswerHeadKiB = 16;

    /// <summary>A name is resolved anew after so long.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public WebhookClient(OutwardConnector connector, TimeProvider time)
    {
        _time = time;
        var handler = new SocketsHttpHandler
        {
            // A proxy would connect to what we have not checked, and so would a redirect.
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = Timeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = AnswerHeadKiB,
            ConnectCallback = (context, end) => connector.ConnectAsync(context.DnsEndPoint, end),
        };
        _http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="OperationCanceledException">The server stops; the receiver may have the event or
    /// not.</exception>
    public async Task<DeliveryOutcome> PostAsync(Webhook webhook, RoomEvent e, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        using var request = Request(webhook, e);
        try
        {
            using var response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return Refused(response);
            var answer = await AnswerReader.ReadAsync(response.Content, either.Token, stopping)
                .ConfigureAwait(false);
            return new DeliveryOutcome(DeliveryVerdict.Delivered, "") { Answer = answer };
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Failed("no answer in time");
        }
        catch (HttpRequestException failure)
        {
            return Failed(failure.InnerException is AddressRefusedException
                ? "the address points inside"
                : failure.HttpRequestError.ToString());
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Webhook webhook, RoomEvent e)
    {
        var delivery = new WebhookDelivery(webhook.Id, e);
        var body = ProtocolJson.Bytes(delivery, ProtocolJson.Default.WebhookDelivery);
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("User-Agent", "ChatServer");
        request.Headers.Add("X-ChatServer-Delivery", webhook.DeliveryOf(e));
        request.Headers.Add(
            "X-ChatServer-Signature", Signature.Of(webhook.Target.Secret, _time.GetUtcNow(), body));
        return request;
    }

    private DeliveryOutcome Refused(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.Gone) return new DeliveryOutcome(DeliveryVerdict.Gone, "");
        var asks = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        return Failed(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)) with
        {
            RetryAfter = asks ? RetryAfter(response.Headers.RetryAfter) : null,
        };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked) =>
        asked?.Delta ?? asked?.Date - _time.GetUtcNow();

    private static DeliveryOutcome Failed(string why) => new(DeliveryVerdict.Failed, why);
}
