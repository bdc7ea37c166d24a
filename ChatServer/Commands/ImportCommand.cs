using System.Net.Http.Headers;
using ChatServer.Protocol;

namespace ChatServer.Commands;

/// <summary><c>import</c>: brings an export into a room, whole or not at all.</summary>
internal sealed class ImportCommand(
    ImportOptions options, Remote remote, ProgressBar progress, StandardOutput output)
{
    /// <exception cref="UsageFailure">The command line can't be.</exception>
    public static void Check(ImportOptions options)
    {
        if (string.IsNullOrEmpty(options.Room) || string.IsNullOrEmpty(options.File) || options.Words.Any())
            throw new UsageFailure("import ROOM FILE.");
    }

    /// <exception cref="CommandFailure">The file can't be read, or the server doesn't take it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var file = Open();
        var imported = await SendAsync(file, cancellationToken).ConfigureAwait(false);
        var room = EventLine.Printable(imported.Room);
        await output.WriteLineAsync($"{imported.Events} events are in {room} now.").ConfigureAwait(false);
    }

    private async Task<Imported> SendAsync(FileStream file, CancellationToken cancellationToken)
    {
        using var body = new FileBody(file, progress);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        var address = remote.Address(["rooms", options.Room!, "import"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        try
        {
            // However long the file is: what is silent for too long, the server ends.
            return await remote.AskAsync(
                request, ProtocolJson.Default.Imported, cancellationToken, Timeout.InfiniteTimeSpan)
                .ConfigureAwait(false);
        }
        finally
        {
            progress.Clear();
        }
    }

    private FileStream Open()
    {
        try
        {
            return File.OpenRead(options.File!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{options.File} can't be read: {e.Message}", e);
        }
    }
}
