using System.Security.Cryptography;
using System.Text;
using ChatServer.Files;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Files;

/// <summary>Files on a real disk: kept once, bounded, and removed when nobody refers to them.</summary>
public sealed class FileStoreTests
{
    private static readonly IReadOnlySet<string> Nobody = new HashSet<string>();

    private TemporaryFolder _folder = null!;
    private DataFolder _data = null!;
    private FileStore _files = null!;

    [SetUp]
    public void Open()
    {
        _folder = new TemporaryFolder();
        _data = DataFolder.Take(_folder.Path);
        _files = OpenStore();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _files.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_file_is_read_as_it_was_written()
    {
        using var held = await KeepAsync("hello");
        Assert.That(held.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData("hello"u8))));
        Assert.That(held.Bytes, Is.EqualTo(5));
        Assert.That(await ReadAsync(held.Sha256), Is.EqualTo("hello"));
        Assert.That(await _files.OpenAsync(new string('0', 64)), Is.Null);
    }

    [Test]
    public async Task What_no_message_got_goes_at_once_but_what_another_has_stays()
    {
        (await KeepAsync("refused", isUsed: false)).Dispose();
        (await KeepAsync("used")).Dispose();
        (await KeepAsync("used", isUsed: false)).Dispose();
        var (one, other) = (await KeepAsync("both", isUsed: false), await KeepAsync("both"));
        one.Dispose();
        other.Dispose();
        await _files.OpenAsync(new string('0', 64)); // what was let go comes before it
        Assert.That(_files.UsedBytes, Is.EqualTo("usedboth".Length));
    }

    [Test]
    public async Task A_store_of_nothing_takes_not_even_an_empty_file()
    {
        await _files.DisposeAsync();
        _files = OpenStore(new FileLimits { StorageBytes = 0 });
        var refused = await Assert.ThrowsAsync<FileException>(() => _files.BeginAsync());
        Assert.That(refused!.Code, Is.EqualTo(ErrorCode.StorageFull));
    }

    [Test]
    public async Task The_same_content_is_there_once()
    {
        using var one = await KeepAsync("same");
        using var other = await KeepAsync("same");
        Assert.That(other.Sha256, Is.EqualTo(one.Sha256));
        Assert.That(_files.UsedBytes, Is.EqualTo(4));
        Assert.That(Paths(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task What_is_not_completed_leaves_nothing()
    {
        await using (var upload = await _files.BeginAsync())
        {
            await upload.WriteAsync(new byte[100]);
            Assert.That(_files.UsedBytes, Is.EqualTo(100));
        }
        Assert.That((_files.UsedBytes, Paths().Length), Is.EqualTo((0L, 0)));
    }

    [Test]
    public async Task What_a_killed_server_was_taking_is_removed_and_the_rest_is_counted_again()
    {
        using (await KeepAsync("kept"))
        {
            await _files.DisposeAsync();
        }
        File.WriteAllText(Path.Combine(_folder.Path, "files", "incoming", "half"), "half of a file");
        _files = OpenStore();
        Assert.That((_files.UsedBytes, Paths().Length), Is.EqualTo((4L, 1)));
        Assert.That(await ReadAsync(Convert.ToHexStringLower(SHA256.HashData("kept"u8))), Is.EqualTo("kept"));
    }

    [Test]
    public async Task A_file_is_bounded_and_all_together_are()
    {
        await _files.DisposeAsync();
        _files = OpenStore(new FileLimits { FileBytes = 10, StorageBytes = 15 });
        using var first = await KeepAsync("0123456789");
        await using (var tooLong = await _files.BeginAsync())
        {
            var refused = await Assert.ThrowsAsync<FileException>(() => tooLong.WriteAsync(new byte[11]));
            Assert.That(refused!.Code, Is.EqualTo(ErrorCode.TooLong));
        }
        await using (var tooMuch = await _files.BeginAsync())
        {
            await tooMuch.WriteAsync(new byte[5]);
            var refused = await Assert.ThrowsAsync<FileException>(() => tooMuch.WriteAsync(new byte[1]));
            Assert.That(refused!.Code, Is.EqualTo(ErrorCode.StorageFull));
        }
        Assert.That(_files.UsedBytes, Is.EqualTo(10));
    }

    [Test]
    public async Task A_sweep_removes_what_nobody_refers_to_or_holds()
    {
        using var held = await KeepAsync("held");
        string referenced, orphan;
        using (var file = await KeepAsync("referenced")) referenced = file.Sha256;
        using (var file = await KeepAsync("orphan")) orphan = file.Sha256;
        Assert.That(await SweepAsync(referenced), Is.EqualTo(1));
        Assert.That(await _files.OpenAsync(orphan), Is.Null);
        Assert.That(await ReadAsync(referenced), Is.EqualTo("referenced"));
        Assert.That(await ReadAsync(held.Sha256), Is.EqualTo("held"));
        Assert.That(_files.UsedBytes, Is.EqualTo("heldreferenced".Length));
    }

    [Test]
    public async Task What_is_sent_again_while_a_sweep_asks_the_log_stays()
    {
        (await KeepAsync("again")).Dispose();
        var removed = await _files.SweepAsync(async () =>
        {
            // Held, made part of a message and let go, all after the log was asked.
            (await KeepAsync("again")).Dispose();
            return Nobody;
        }, _ => false);
        Assert.That((removed, _files.UsedBytes), Is.EqualTo((0, 5L)));
        Assert.That(await SweepAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_file_that_is_removed_while_it_is_read_is_read_to_its_end()
    {
        string sha256;
        using (var file = await KeepAsync("read me")) sha256 = file.Sha256;
        await using var reader = (await _files.OpenAsync(sha256))!;
        Assert.That(await SweepAsync(), Is.EqualTo(1));
        var buffer = new byte[100];
        Assert.That(await reader.ReadAsync(buffer), Is.EqualTo(7));
    }

    [Test]
    public async Task A_disk_that_cannot_is_one_clear_refusal_and_the_next_file_is_taken()
    {
        var incoming = Path.Combine(_folder.Path, "files", "incoming");
        Directory.Delete(incoming);
        var refused = await Assert.ThrowsAsync<FileException>(() => _files.BeginAsync());
        Assert.That((refused!.Code, refused.Message), Is.EqualTo((ErrorCode.NotSaved, "the disk can't take or give the file; try again later")));
        Directory.CreateDirectory(incoming);
        using var file = await KeepAsync("now");
        Assert.That(file.Bytes, Is.EqualTo(3));
    }

    [Test]
    public async Task A_temporary_store_leaves_nothing()
    {
        var store = FileStore.Temporary(new FileLimits(), new CollectingSink().CreateLogger());
        await using (var upload = await store.BeginAsync())
        {
            await upload.WriteAsync(new byte[1]);
            using var file = await upload.CompleteAsync();
            file.IsUsed = true;
        }
        Assert.That(Directory.GetFiles(store.Folder, "*", SearchOption.AllDirectories), Has.Length.EqualTo(1));
        await store.DisposeAsync();
        Assert.That(Directory.Exists(store.Folder), Is.False);
    }

    private FileStore OpenStore(FileLimits? limits = null) =>
        FileStore.InFolder(_data, limits ?? new FileLimits(), new CollectingSink().CreateLogger());

    private string[] Paths() => Directory.GetFiles(Path.Combine(_folder.Path, "files"), "*", SearchOption.AllDirectories);

    private Task<int> SweepAsync(params string[] referenced) =>
        _files.SweepAsync(() => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>(referenced)), _ => false);

    private async Task<HeldFile> KeepAsync(string content, bool isUsed = true)
    {
        await using var upload = await _files.BeginAsync();
        foreach (var piece in Encoding.UTF8.GetBytes(content).Chunk(3)) await upload.WriteAsync(piece);
        var file = await upload.CompleteAsync();
        file.IsUsed = isUsed;
        return file;
    }

    private async Task<string> ReadAsync(string sha256)
    {
        await using var reader = (await _files.OpenAsync(sha256))!;
        using var content = new MemoryStream();
        var buffer = new byte[2];
        while (await reader.ReadAsync(buffer) is > 0 and var length) content.Write(buffer, 0, length);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}
