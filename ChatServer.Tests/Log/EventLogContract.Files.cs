using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    private static readonly Attachment Report = new("report.pdf", "application/pdf", 12, new string('a', 64));
    private static readonly Attachment Picture = new("图.png", "image/png", 34, new string('b', 64));

    [Test]
    public async Task The_files_of_a_message_stay_with_it_through_an_edit()
    {
        var lobby = EventLog.Open("lobby");
        var said = await AppendAsync(lobby, Said("see") with { Files = [Report, Picture], Reply = null });
        Assert.That(said.Files, Is.EqualTo(new[] { Report, Picture }));
        await AppendAsync(lobby, Edited(1, "look"));
        var read = (await ReadAllAsync(lobby)).Single();
        Assert.That((read.Text, read.Files), Is.EqualTo(("look", new[] { Report, Picture })));
        Assert.That(
            await EventLog.FilesAsync(), Is.EquivalentTo(new[] { Report.Sha256, Picture.Sha256 }));
    }

    [Test]
    public async Task A_deleted_message_has_no_files_and_keeps_the_rest()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("a"), Said("b") with { Reply = 1, Files = [Report] }, Deleted(2));
        var read = (await ReadAllAsync(lobby))[^1];
        Assert.That((read.Files, read.Reply), Is.EqualTo(((IReadOnlyList<Attachment>?)null, (long?)1)));
        Assert.That(await EventLog.FilesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_file_is_known_until_the_last_message_that_has_it_is_gone()
    {
        var (lobby, random) = (EventLog.Open("lobby"), EventLog.Open("random"));
        Assert.That(await EventLog.FilesAsync(), Is.Empty);
        await AppendAsync(lobby, Said("a") with { Files = [Report] });
        Time.Advance(TimeSpan.FromDays(1));
        await AppendAsync(random, Said("b") with { Files = [Report] });
        await EventLog.PurgeAsync(lobby, Now);
        Assert.That(await EventLog.FilesAsync(), Is.EquivalentTo(new[] { Report.Sha256 }));
        await AppendAsync(random, Deleted(1));
        Assert.That(await EventLog.FilesAsync(), Is.Empty);
    }

    [Test]
    public async Task Files_count_for_the_bytes_of_a_page()
    {
        var lobby = EventLog.Open("lobby");
        var named = Report with { Name = new string('n', 200) };
        for (var n = 0; n < 3; n++) await AppendAsync(lobby, Said("") with { Files = [named, named] });
        var page = await ReadAsync(lobby, PageRequest.Newest(10, 2_000));
        Assert.That((page.Events.Count, page.More), Is.EqualTo((2, true)));
    }
}
