using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// A server that is killed in the midst of an import: the room has nothing of it, and neither has the disk.
/// </summary>
public sealed class KilledImportTests
{
    private const string AdminKey = "correct-horse-battery";

    /// <summary>In every message of the export, and nowhere else.</summary>
    private const string Mark = "brought-in-4714";

    /// <summary>Enough that what is left of them is removed in several transactions.</summary>
    private const int Events = 12_000;

    [Test]
    public async Task Killed_in_the_midst_of_an_import_it_comes_back_without_any_of_it_and_takes_it_then()
    {
        using var folder = new TemporaryFolder();
        var export = Encoding.ASCII.GetBytes(ExportFile.Of(Events, Mark));
        await using (var killed = await StartAsync(folder))
        {
            await using var peer = await RawPeer.ConnectAsync(killed.Port);
            await peer.SendAsync(
                "POST /api/rooms/copy/import HTTP/1.1\r\nHost: localhost\r\n"
                + $"Authorization: Bearer {AdminKey}\r\nContent-Length: {export.Length}\r\n\r\n");
            // All but the end of its last line.
            await peer.SendAsync(export.AsMemory()[..^2]);
            await Eventually.IsAsync(() => Events == Count(folder, "events"));
            await killed.KillAsync();
        }
        var left = (Count(folder, "streams"), IsOnDisk(folder));
        Assert.That(left, Is.EqualTo((1L, true)), "the kill came in its midst");

        await using (var back = await StartAsync(folder))
        {
            using var visitor = new HttpClient { Timeout = ChatPeer.Patience };
            using var room = await visitor.GetAsync(new Uri(back.Url, "/api/rooms/copy"));
            Assert.That(room.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            await Eventually.IsAsync(() => (Count(folder, "streams"), Count(folder, "events")) == (0, 0));
            await StopAsync(back);
            Assert.That(IsOnDisk(folder), Is.False);
        }

        await using var next = await StartAsync(folder);
        using var http = new HttpClient { Timeout = ChatPeer.Patience };
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(next.Url, "/api/rooms/copy/import"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        request.Content = new ByteArrayContent(export);
        using var answer = await http.SendAsync(request);
        var imported = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.That((answer.StatusCode, (long?)imported["events"]), Is.EqualTo((HttpStatusCode.OK, Events)));
        var copy = await http.GetStringAsync(new Uri(next.Url, "/api/rooms/copy/export"));
        Assert.That(copy.Split(Mark), Has.Length.EqualTo(Events + 1));
        await StopAsync(next);
    }

    private static Task<ServerProcess> StartAsync(TemporaryFolder folder) => ServerProcess.StartAsync(
        ["--port", "0", "--bind", "127.0.0.1", "--data", folder.Path, "--admin-key", AdminKey, "--no-qr"]);

    private static async Task StopAsync(ServerProcess server)
    {
        server.Signal(ServerProcess.Sigterm);
        Assert.That(await server.WaitForExitAsync(), Is.Zero);
        Assert.That(server.Output, Does.Not.Contain(" ERR ").And.Not.Contain(" FTL "));
    }

    /// <summary>Rows of a table, in the file and its write-ahead log.</summary>
    private static long Count(TemporaryFolder folder, string table)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder.Path, "chat.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private static bool IsOnDisk(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path, "chat.db*")
            .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Mark)) >= 0);
}
