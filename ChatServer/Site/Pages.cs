using System.Net;

namespace ChatServer.Site;

/// <summary>The pages, their files, and the description of the API.</summary>
/// <param name="assets">What is in them.</param>
/// <param name="allowedOrigins">Whose pages may have the visitor's page in a frame, besides our own.</param>
public sealed class Pages(Assets assets, IReadOnlyList<string> allowedOrigins)
{
    /// <summary>
    /// What a page may do: nothing but what it needs from here. Stylesheets and modules are files, so
    /// nothing inline runs, and nothing that somebody wrote in a message can. Pictures of messages are
    /// fetched with a right, and shown from memory.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'none'; img-src 'self' data: blob:; frame-ancestors ";

    private const string OwnPolicy = ContentSecurityPolicy + "'none'";

    private string SupportPolicy => ContentSecurityPolicy + string.Join(' ', ["'self'", .. allowedOrigins]);

    public void AddTo(RouteTable routes) => routes
        .Get("/", _ => Page(assets.Page))
        // An unheard-of room is made by joining it; a name that can't be is for the page to explain.
        .Get("/rooms/{room}", _ => Page(assets.Page))
        .Get("/path/", _ => Page(assets.ArticlePage))
        .Get("/desk", _ => Page(assets.DeskPage))
        .Get("/support", _ => Page(assets.SupportPage, SupportPolicy))
        // The only file that is for pages of others.
        .Get("/widget.js", _ => Page(assets.Widget).With("Cross-Origin-Resource-Policy", "cross-origin"))
        .Get("/client/{file}", exchange => assets.Client(exchange.PathValue("file")) is { } file
            ? Page(file)
            : NotFound())
        .Get("/api/openapi.json", _ => Answer.File(assets.OpenApi));

    /// <summary>What is answered where nothing is.</summary>
    public static Answer NotFound() =>
        Answer.Text(HttpStatusCode.NotFound, "There is nothing at this address.\n");

    private static Answer Page(Asset asset, string policy = OwnPolicy) => Answer.File(asset)
        // Ask each time; the answer is 304 unless the server is another version.
        .With("Cache-Control", "no-cache")
        .With("Content-Security-Policy", policy)
        .With("Referrer-Policy", "no-referrer");
}
