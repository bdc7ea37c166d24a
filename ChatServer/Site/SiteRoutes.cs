using System.Net;
using System.Text;

namespace ChatServer.Site;

/// <summary>What is at which path of the plain-HTTP side.</summary>
public sealed class SiteRoutes(Assets assets)
{
    /// <summary>
    /// What the page may do: nothing but what it needs from here. Stylesheets and modules are files, so
    /// nothing inline runs, and nothing that somebody wrote in a message can.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Asset Healthy = new("ok\n"u8.ToArray(), "text/plain; charset=utf-8", "\"ok\"");

    public void Serve(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers["Server"] = "ChatServer";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        if (Find(request.Url?.AbsolutePath ?? "/") is not { } asset)
        {
            Answer(context, HttpStatusCode.NotFound, "There is nothing at this address.\n");
        }
        else if (request.HttpMethod is not ("GET" or "HEAD"))
        {
            response.Headers["Allow"] = "GET, HEAD";
            Answer(context, HttpStatusCode.MethodNotAllowed, "This address takes GET and HEAD.\n");
        }
        else if (request.HasEntityBody)
        {
            Answer(context, HttpStatusCode.RequestEntityTooLarge, "This address takes no body.\n");
        }
        else
        {
            Send(context, asset);
        }
    }

    private Asset? Find(string encodedPath)
    {
        var path = Transport.PercentEncoding.Decode(encodedPath);
        return path?.Split('/') switch
        {
            ["", ""] => assets.Page,
            // An unheard-of room is made by joining it; a name that can't be is for the page to explain.
            ["", "rooms", { Length: > 0 }] => assets.Page,
            ["", "path", ""] => assets.ArticlePage,
            ["", "client", var file] => assets.Client(file),
            ["", "healthz"] => Healthy,
            _ => null,
        };
    }

    private static void Send(HttpListenerContext context, Asset asset)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers["ETag"] = asset.ETag;
        // Ask each time; the answer is 304 unless the server is another version.
        response.Headers["Cache-Control"] = "no-cache";
        response.Headers["Content-Security-Policy"] = ContentSecurityPolicy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (request.Headers["If-None-Match"] is { } known
            && known.Split(',', StringSplitOptions.TrimEntries).Contains(asset.ETag))
        {
            response.StatusCode = (int)HttpStatusCode.NotModified;
            response.Close();
            return;
        }
        response.ContentType = asset.ContentType;
        response.ContentLength64 = asset.Bytes.Length;
        if (request.HttpMethod == "GET") response.OutputStream.Write(asset.Bytes);
        response.Close();
    }

    private static void Answer(HttpListenerContext context, HttpStatusCode status, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var response = context.Response;
        response.StatusCode = (int)status;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength64 = body.Length;
        if (context.Request.HttpMethod != "HEAD") response.OutputStream.Write(body);
        response.Close();
    }
}
