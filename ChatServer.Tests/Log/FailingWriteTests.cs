using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

/// <summary>What a write that fails leaves behind: nothing.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FailingWriteTests
{
    private readonly CollectedLog _log = new();
    private TemporaryFolder _temporary = null!;
    private DataFolder _folder = null!;
    private SqliteEventLog _events = null!;
    private FailingWrites _failing = null!;

    [SetUp]
    public void OpenLog()
    {
        _temporary = new TemporaryFolder();
        _folder = DataFolder.Take(_temporary.Path);
        _events = SqliteEventLog.InFolder(_folder, TimeProvider.System, _log.Logger);
        _failing = new FailingWrites(_folder.DatabasePath);
    }

    [TearDown]
    public async Task CloseLog()
    {
        await _events.DisposeAsync();
        _folder.Dispose();
        _temporary.Dispose();
    }

    [TestCase("ABORT", TestName = "Nothing_of_a_failed_batch_stays_and_its_numbers_are_given_again: the statement fails")]
    [TestCase("ROLLBACK", TestName = "Nothing_of_a_failed_batch_stays_and_its_numbers_are_given_again: the transaction ends by itself")]
    public async Task Nothing_of_a_failed_batch_stays_and_its_numbers_are_given_again(string how)
    {
        var lobby = _events.Open("lobby");
        await AppendAsync(lobby, "one");
        _failing.Begin("NEW.text = 'bad'", how);

        var refusal = await Assert.ThrowsAsync<LogException>(() => AppendAsync(lobby, "two", "bad", "three"));
        Assert.That(refusal.Message, Does.Contain("no space"));
        Assert.That(lobby.Head, Is.EqualTo(1));
        var page = await _events.ReadAsync(lobby, PageRequest.After(0, 10, int.MaxValue));
        Assert.That(page.Events.Select(e => e.Text), Is.EqualTo(new[] { "one" }));
        Assert.That(_log.Errors, Has.Count.EqualTo(1));

        Assert.That((await AppendAsync(lobby, "two", "three")).Select(a => a.Event!.Seq), Is.EqualTo(new[] { 2L, 3L }));
    }

    [Test]
    public async Task A_stream_whose_first_batch_failed_begins_with_the_next()
    {
        var lobby = _events.Open("lobby");
        _failing.Begin();
        await Assert.ThrowsAsync<LogException>(() => AppendAsync(lobby, "lost"));
        Assert.That(_events.Streams, Is.Empty);
        _failing.End();

        Assert.That((await AppendAsync(lobby, "one")).Single().Event!.Seq, Is.EqualTo(1));
        Assert.That(_events.Streams, Is.EqualTo(new[] { lobby }));
    }

    [Test]
    public async Task A_message_refused_once_can_be_sent_again_under_its_id()
    {
        var lobby = _events.Open("lobby");
        _failing.Begin();
        await Assert.ThrowsAsync<LogException>(() => AppendAsync(lobby, "hi"));
        _failing.End();
        Assert.That((await AppendAsync(lobby, "hi")).Single().Outcome, Is.EqualTo(AppendOutcome.Added));
        Assert.That((await AppendAsync(lobby, "hi")).Single().Outcome, Is.EqualTo(AppendOutcome.Repeat));
    }

    private Task<IReadOnlyList<Appended>> AppendAsync(LogStream stream, params string[] texts) => _events.AppendAsync(
        stream, [.. texts.Select(text => new Draft(EventKind.Message, new Sender("ann", "Ann"), text, text))]).WaitAsync(ChatPeer.Patience);
}
