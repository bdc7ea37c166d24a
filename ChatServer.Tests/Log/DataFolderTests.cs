using System.Runtime.Versioning;
using ChatServer.Log;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DataFolderTests
{
    private TemporaryFolder _temporary = null!;

    [SetUp]
    public void MakeFolder() => _temporary = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _temporary.Dispose();

    [Test]
    public void A_folder_belongs_to_one_at_a_time()
    {
        using (DataFolder.Take(_temporary.Path))
        {
            var refusal = Assert.Throws<LogException>(() => DataFolder.Take(_temporary.Path));
            Assert.That(refusal.Message, Does.Contain(_temporary.Path).And.Contain("in use").And.Contain("--data").And.Not.Contain("\n"));
        }
        DataFolder.Take(_temporary.Path).Dispose();
    }

    [Test]
    public void A_missing_folder_is_made_with_those_above_it()
    {
        var path = Path.Combine(_temporary.Path, "a", "b");
        using var folder = DataFolder.Take(path);
        Assert.That(path, Does.Exist.IgnoreFiles);
        Assert.That(folder.DatabasePath, Is.EqualTo(Path.Combine(path, "chat.db")));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "Windows has no such modes: the folder is as the one above it")]
    public void What_it_makes_is_its_owners_alone_and_what_is_there_stays_as_it_is()
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var made = Path.Combine(_temporary.Path, "made");
        using (DataFolder.Take(made)) Assert.That(File.GetUnixFileMode(made), Is.EqualTo(owner));
        File.SetUnixFileMode(made, owner | UnixFileMode.GroupRead);
        using (DataFolder.Take(made)) Assert.That(File.GetUnixFileMode(made), Is.EqualTo(owner | UnixFileMode.GroupRead));
    }

    [Test]
    public void A_relative_path_is_resolved_once()
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _temporary.Path);
        using var folder = DataFolder.Take(relative);
        Assert.That(folder.Path, Is.EqualTo(_temporary.Path));
    }

    [Test]
    public void Where_no_folder_can_be_one_line_says_so()
    {
        var file = Path.Combine(_temporary.Path, "file");
        File.WriteAllText(file, "");
        foreach (var path in new[] { file, Path.Combine(file, "below") })
        {
            var refusal = Assert.Throws<LogException>(() => DataFolder.Take(path));
            Assert.That(refusal.Message, Does.Contain(path).And.Contain("can't be made").And.Not.Contain("\n"));
        }
    }

    [Test]
    public void What_cannot_be_locked_for_another_reason_is_not_called_in_use()
    {
        Directory.CreateDirectory(Path.Combine(_temporary.Path, "lock"));
        var refusal = Assert.Throws<LogException>(() => DataFolder.Take(_temporary.Path));
        Assert.That(refusal.Message, Does.Contain(_temporary.Path).And.Not.Contain("in use"));
    }
}
