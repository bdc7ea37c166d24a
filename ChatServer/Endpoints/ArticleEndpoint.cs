namespace ChatServer.Endpoints;

/// <summary>
/// <c>/path/</c>: the article's example. Pushes «download finished» to whoever connects, unasked, and closes
/// with 1000.
/// </summary>
public sealed class ArticleEndpoint : IEndpoint
{
    public const string Text = "下载完成";

    public async Task RunAsync(Session session) => await session.SendAsync(Text).ConfigureAwait(false);
}
