using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary>The server, as a command sees it: requests, and what came of them.</summary>
internal sealed class Remote : IDisposable
{
    /// <summary>How long a connection may take to be made.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest answer that is read as a whole. A page of history has 1 MiB, or one message of any length.
    /// </summary>
    private const int MaxBodyBytes = 32 << 20;

    // What is escaped stays so; else «%2E%2E» would become a step up.
    private static readonly UriCreationOptions Verbatim = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    private readonly HttpClient _http;
    private readonly string _root;
    private readonly TimeProvider _time;

    /// <param name="server">The address, as typed; <c>http://</c> may be left out.</param>
    /// <param name="key">A bot's key, or the admin key; <c>null</c> for none.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UsageFailure">It is no address of a server.</exception>
    public Remote(string server, string? key, TimeProvider time)
    {
        var text = server.Contains("://", StringComparison.Ordinal) ? server : "http://" + server;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new UsageFailure($"--server is an address like http://192.168.1.7:8000, not «{server}».");
        }
        _root = uri.AbsoluteUri.TrimEnd('/');
        _time = time;
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = ConnectTimeout,
                // A proxy of the environment knows nothing of this machine.
                UseProxy = !uri.IsLoopback,
            })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (key is null) return;
        if (!AuthenticationHeaderValue.TryParse($"Bearer {key}", out var bearer) || !key.All(char.IsAscii))
            throw new UsageFailure("A key is of ASCII characters.");
        _http.DefaultRequestHeaders.Authorization = bearer;
    }

    /// <summary>How long the head of an answer may take, if it isn't said otherwise, and its body.</summary>
    public static TimeSpan AnswerTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>An address of the server; fields without a value are left out.</summary>
    /// <param name="path">Its segments, after <c>/api</c>.</param>
    /// <param name="query">The query string.</param>
    public Uri Address(string[] path, params (string Name, string? Value)[] query)
    {
        var fields = query.Where(field => field.Value is not null)
            .Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}");
        var address = $"{_root}/api/{string.Join('/', path.Select(Segment))}";
        return new Uri($"{address}?{string.Join('&', fields)}".TrimEnd('?'), Verbatim);
    }

    /// <summary>Asks, and gives the answer as soon as its head is there; it is one that says yes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="timeout">How long that may take, the sending of a body included.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteLost">There was no answer.</exception>
    /// <exception cref="RemoteRefusal">The answer was a refusal.</exception>
    public async Task<HttpResponseMessage> AskAsync(
        HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            var refusal = await RefusalAsync(response, either.Token).ConfigureAwait(false);
            response.Dispose();
            throw refusal;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            response?.Dispose();
            throw Lost(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            throw Lost(e);
        }
    }

    /// <summary>Reads a message of the protocol.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
        => WellFormed.ReadOrNull(json, type) ?? throw Stranger();

    /// <summary>Asks for a message of the protocol.</summary>
    /// <exception cref="CommandFailure">There was no answer, or a refusal, or something else.</exception>
    public async Task<T> AskAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken,
        TimeSpan? timeout = null)
        where T : class
    {
        using var answer = await AskAsync(request, timeout ?? AnswerTimeout, cancellationToken)
            .ConfigureAwait(false);
        using var late = new CancellationTokenSource(AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return Read(await BodyAsync(answer, either.Token).ConfigureAwait(false), type);
        }
        catch (HttpRequestException e)
            when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw Stranger(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Lost(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Lost(e);
        }
    }

    /// <summary>What is said of a server whose answers can't be understood.</summary>
    public CommandFailure Stranger(Exception? e = null) =>
        new($"{_root} isn't a ChatServer, or speaks another version.", e);

    /// <summary>What a lost connection is called.</summary>
    public RemoteLost Lost(Exception e)
    {
        // The innermost says it shortest: «Connection refused».
        var why = e is OperationCanceledException ? "no answer in time" : e.GetBaseException().Message;
        var isPassing = e is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        };
        return new RemoteLost($"{_root} can't be reached: {EventLine.Printable(why)}", isPassing, e);
    }

    public void Dispose() => _http.Dispose();

    // «.» and «..» are names as well; as they are, they would be steps of a path.
    private static string Segment(string name) =>
        name is "." or ".." ? name.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(name);

    private static async Task<byte[]> BodyAsync(
        HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await answer.Content.LoadIntoBufferAsync(MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<RemoteRefusal> RefusalAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var retryAfter = response.Headers.RetryAfter?.Delta;
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}";
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? WellFormed.ReadOrNull(
                await BodyAsync(response, cancellationToken).ConfigureAwait(false),
                ProtocolJson.Default.Problem)
            : null;
        var message = problem is null
            ? $"{_root} answered {status}: is it a ChatServer?"
            : $"{problem.Detail} ({problem.Code}{(problem.Text is null ? "" : $": {problem.Text}")})";
        return new RemoteRefusal(
            response.StatusCode, retryAfter, EventLine.Printable(message.ReplaceLineEndings(" ")));
    }
}
