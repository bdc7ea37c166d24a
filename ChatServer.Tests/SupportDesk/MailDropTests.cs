using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Support;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>Mail in a folder that can't be written for a while: none is lost, and none is put twice.</summary>
public sealed class MailDropTests
{
    private CollectedLog _collected = null!;
    private TemporaryFolder _folder = null!;
    private WatchedTime _time = null!;
    private SqliteEventLog _log = null!;
    private Desk _desk = null!;
    private MailDrop _drop = null!;

    private string Parts => Path.Combine(_folder.Path, ".parts");

    [SetUp]
    public async Task OpenAsync()
    {
        _collected = new CollectedLog();
        _folder = new TemporaryFolder();
        _time = new WatchedTime();
        _log = SqliteEventLog.InMemory(_time, _collected.Logger);
        _desk = await Desk.LoadAsync(_log, _time, _collected.Logger);
        _drop = await OpenDropAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _drop.FinishAsync();
        _drop.Dispose();
        await _desk.WhenIdleAsync();
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task What_cannot_be_put_is_tried_again_and_what_comes_after_it_waits()
    {
        Break();
        Put(1, 2);
        await _time.WhenTimerAsync(MailDrop.RetryDelay);
        Assert.That(Mails(), Is.Empty);
        Mend();
        _time.Advance(MailDrop.RetryDelay);
        await Eventually.IsAsync(() => Mails().SequenceEqual(["ticket-1.eml", "ticket-2.eml"]));
        Assert.That(_collected.Errors, Has.Count.EqualTo(1).And.One.Contains("ticket 1").IgnoreCase);
    }

    [Test]
    public async Task What_could_not_be_put_until_the_end_is_put_after_the_next_start_and_nothing_twice()
    {
        Put(1);
        await Eventually.IsAsync(() => Mails().Length == 1);
        Break();
        Put(2);
        await _time.WhenTimerAsync(MailDrop.RetryDelay);
        Mend();
        Put(3);
        await _drop.FinishAsync();
        Assert.That(Mails(), Is.EqualTo(new[] { "ticket-1.eml" }), "the third waits for the second");
        _drop.Dispose();

        Directory.GetFiles(_folder.Path).ToList().ForEach(File.Delete);
        _drop = await OpenDropAsync();
        Put(1, 2, 3);
        await Eventually.IsAsync(() => Mails().SequenceEqual(["ticket-2.eml", "ticket-3.eml"]));
    }

    [Test]
    public async Task Half_a_mail_of_an_earlier_try_is_not_put()
    {
        var part = Directory.CreateDirectory(Path.Combine(Parts, "1"));
        await File.WriteAllTextAsync(Path.Combine(part.FullName, "half.eml"), "X-Sender: shop");
        Put(1);
        await Eventually.IsAsync(() => Mails().Length == 1);
        var mail = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "ticket-1.eml"));
        Assert.That(mail, Does.Contain("To: shop@example.com").And.Contain("Message-ID: <ticket-1@"));
        await Eventually.IsAsync(() => !Directory.Exists(part.FullName));
    }

    private Task<MailDrop> OpenDropAsync() =>
        MailDrop.OpenAsync(_folder.Path, _desk, _log, _time, _collected.Logger);

    private void Put(params long[] numbers)
    {
        foreach (var number in numbers)
            _drop.Put(new Ticket(number, new Sender("vis-wang", "Wang"), "hello?", 0), "shop@example.com");
    }

    // A file where a folder must be fails also for root.
    private void Break()
    {
        Directory.Delete(Parts, recursive: true);
        File.WriteAllText(Parts, "");
    }

    private void Mend() => File.Delete(Parts);

    private string[] Mails() =>
        [.. Directory.GetFiles(_folder.Path, "*.eml").Select(path => Path.GetFileName(path)).Order()];
}
