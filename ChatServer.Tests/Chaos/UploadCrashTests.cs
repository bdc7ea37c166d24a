using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// A server that is killed while files come, and a disk that takes no more of them: what was shown is whole, and
/// of the rest nothing is left.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UploadCrashTests
{
    private const string Messages = "/api/rooms/lobby/messages";

    [Test]
    public async Task Killed_in_the_midst_of_files_it_keeps_what_was_shown_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var photo = RandomNumberGenerator.GetBytes(300_000);
        await using (var killed = await StartAsync(folder))
        {
            using var http = ClientOf(killed);
            var sent = await SendAsync(http, photo, "photo.png");
            Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.Created));
            var halves = new List<RawPeer>();
            for (var n = 0; n < 8; n++)
            {
                var peer = await RawPeer.ConnectAsync(killed.Port);
                halves.Add(peer);
                await peer.SendAsync(
                    $"POST {Messages} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"half\"\r\n\r\n");
                await peer.SendAsync(RandomNumberGenerator.GetBytes(500_000));
            }
            await Eventually.IsAsync(() => Incoming(folder).Count(file => file.Length > 100_000) == 8);
            await killed.KillAsync();
            foreach (var peer in halves) await peer.DisposeAsync();
        }
        Assert.That(Incoming(folder), Has.Length.EqualTo(8), "the kill came in their midst");

        await using var back = await StartAsync(folder);
        using var again = ClientOf(back);
        Assert.That(Incoming(folder), Is.Empty);
        Assert.That(Kept(folder), Has.Length.EqualTo(1));
        Assert.That(await again.GetByteArrayAsync(new Uri($"{Messages}/1/files/1", UriKind.Relative)), Is.EqualTo(photo));
        var room = JsonNode.Parse(await again.GetStringAsync(new Uri("/api/rooms/lobby", UriKind.Relative)))!;
        Assert.That((long?)room["head"], Is.EqualTo(1));
        var next = await SendAsync(again, photo, "the same.png");
        Assert.That((next.Status, (long?)next.Json["seq"]), Is.EqualTo((HttpStatusCode.Created, 2L)));
        Assert.That(Kept(folder), Has.Length.EqualTo(1));
        Assert.That(back.Output, Does.Not.Contain(" ERR "));
    }

    [Test]
    [Platform("Linux", Reason = "prlimit")]
    public async Task A_full_disk_refuses_files_and_goes_on_with_what_fits()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);
        using var http = ClientOf(server);
        await using var ann = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws?room=lobby&name=Ann"));
        await ann.ExpectAsync("joined");

        await server.LimitFilesAsync("1000000");
        for (var n = 0; n < 3; n++)
        {
            var refused = await SendAsync(http, RandomNumberGenerator.GetBytes(3_000_000), "large");
            Assert.That(
                (refused.Status, (string?)refused.Json["code"]),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, "not_saved")));
        }
        await Eventually.IsAsync(() => Incoming(folder).Length == 0);
        Assert.That(Kept(folder), Is.Empty);
        var small = await SendAsync(http, RandomNumberGenerator.GetBytes(100_000), "small");
        Assert.That((small.Status, (long?)small.Json["seq"]), Is.EqualTo((HttpStatusCode.Created, 1L)));
        await ann.SayAsync("lobby", "still here");

        await server.LimitFilesAsync("unlimited");
        var large = await SendAsync(http, RandomNumberGenerator.GetBytes(3_000_000), "large");
        Assert.That((large.Status, (long?)large.Json["seq"]), Is.EqualTo((HttpStatusCode.Created, 3L)));
        Assert.That(Kept(folder).Sum(file => file.Length), Is.EqualTo(3_100_000));
        var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.That(metrics, Does.Contain("chatserver_file_bytes 3100000\n"));
    }

    private static Task<ServerProcess> StartAsync(TemporaryFolder folder) => ServerProcess.StartAsync(
        ["--port", "0", "--bind", "127.0.0.1", "--data", folder.Path, "--message-rate", "0", "--no-qr"]);

    private static HttpClient ClientOf(ServerProcess server) =>
        new() { BaseAddress = server.Url, Timeout = ChatPeer.Patience };

    private static async Task<(HttpStatusCode Status, JsonNode Json)> SendAsync(HttpClient http, byte[] content, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        using var answer = await http.PostAsync(new Uri(Messages, UriKind.Relative), form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(text, Does.StartWith("{"), $"{answer.StatusCode}");
        return (answer.StatusCode, JsonNode.Parse(text)!);
    }

    private static FileInfo[] Incoming(TemporaryFolder folder) =>
        new DirectoryInfo(Path.Combine(folder.Path, "files", "incoming")).GetFiles();

    /// <summary>What is there besides.</summary>
    private static FileInfo[] Kept(TemporaryFolder folder) =>
        [.. new DirectoryInfo(Path.Combine(folder.Path, "files")).GetFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Directory!.Name != "incoming")];
}
