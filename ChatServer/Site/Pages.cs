using System.Net;

namespace ChatServer.Site;

/// <summary>The page, its files, and the description of the API.</summary>
public sealed class Pages(Assets assets)
{
    /// <summary>
    /// What the page may do: nothing but what it needs from here. Stylesheets and modules are files, so
    /// nothing inline runs, and nothing that somebody wrote in a message can.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public void AddTo(RouteTable routes) => routes
        .Get("/", _ => Page(assets.Page))
        // An unheard-of room is made by joining it; a name that can't be is for the page to explain.
        .Get("/rooms/{room}", _ => Page(assets.Page))
        .Get("/path/", _ => Page(assets.ArticlePage))
        .Get("/desk", _ => Page(assets.DeskPage))
        .Get("/client/{file}", exchange => assets.Client(exchange.PathValue("file")) is { } file
            ? Page(file)
            : NotFound())
        .Get("/api/openapi.json", _ => Answer.File(assets.OpenApi));

    /// <summary>What is answered where nothing is.</summary>
    public static Answer NotFound() =>
        Answer.Text(HttpStatusCode.NotFound, "There is nothing at this address.\n");

    private static Answer Page(Asset asset) => Answer.File(asset)
        // Ask each time; the answer is 304 unless the server is another version.
        .With("Cache-Control", "no-cache")
        .With("Content-Security-Policy", ContentSecurityPolicy)
        .With("Referrer-Policy", "no-referrer");
}
