using ChatServer.Files;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Files;

/// <summary>When files that no message has are removed, and when they are not.</summary>
public sealed class FileSweepTests
{
    private readonly FakeTimeProvider _time = new();
    private CollectedLog _collected = null!;
    private SqliteEventLog _log = null!;
    private FileStore _files = null!;

    [SetUp]
    public void Open()
    {
        _collected = new CollectedLog();
        _log = SqliteEventLog.InMemory(_time, _collected.Logger);
        _files = FileStore.Temporary(new FileLimits(), _collected.Logger);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _files.DisposeAsync();
        await _log.DisposeAsync();
        Assert.That(_collected.Errors, Is.Empty);
    }

    [Test]
    public async Task What_another_log_may_belong_to_stays_for_a_day_and_what_this_one_lost_does_not()
    {
        var stranger = await KeepAsync("a stranger's");
        using var sweep = new FileSweep(_files, _log, _time, _collected.Logger);
        sweep.Start();
        await Eventually.IsAsync(() => _collected.Has("swept")); // the first one
        await KeepAsync("lost later");
        _time.Advance(TimeSpan.FromHours(1));
        await Eventually.IsAsync(() => _files.UsedBytes == "a stranger's".Length);
        Assert.That(await _files.OpenAsync(stranger), Is.Not.Null.And.Property("Bytes").EqualTo("a stranger's".Length));
        _time.Advance(FileSweep.Grace);
        await Eventually.IsAsync(() => _files.UsedBytes == 0);
    }

    [Test]
    public async Task What_a_message_has_stays_for_ever()
    {
        var file = await KeepAsync("kept");
        await _log.AppendAsync(
            _log.Open("lobby"),
            [new Draft(EventKind.Message, new Sender("a", "A"), null, "") { Files = [new Attachment("f", "text/plain", 4, file)] }]);
        using var sweep = new FileSweep(_files, _log, _time, _collected.Logger);
        sweep.Start();
        await Eventually.IsAsync(() => _collected.Has("swept"));
        await KeepAsync("orphan");
        _time.Advance(TimeSpan.FromDays(2));
        await Eventually.IsAsync(() => _files.UsedBytes == 4);
    }

    private async Task<string> KeepAsync(string content)
    {
        await using var upload = await _files.BeginAsync();
        await upload.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content));
        using var file = await upload.CompleteAsync();
        file.IsUsed = true;
        return file.Sha256;
    }
}
