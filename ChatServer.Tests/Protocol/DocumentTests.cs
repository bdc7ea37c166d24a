using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ChatServer.Endpoints;
using ChatServer.Endpoints.Chat;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Protocol;

/// <summary>docs/protocol.md and the constants of the code say the same, both ways.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Sources.Root, "docs", "protocol.md"));

    [Test]
    public void Error_codes_are_those_of_the_table() =>
        Assert.That(Constants<string>(typeof(ErrorCode)), Is.EquivalentTo(FirstColumn("### error").Select(cell => cell.Trim('`'))));

    [Test]
    public void Close_codes_are_those_of_the_table() =>
        Assert.That(
            Constants<int>(typeof(CloseCode)),
            Is.EquivalentTo(FirstColumn("## Close codes").Select(cell => int.Parse(cell, CultureInfo.InvariantCulture))));

    [Test]
    public void Types_of_requests_are_those_that_the_document_shows() =>
        Assert.That(Constants<string>(typeof(ClientMessageType)).Distinct(), Is.EquivalentTo(Shown("→").Append(ClientMessageType.Leave).Distinct()));

    [Test]
    public void Types_of_answers_are_those_that_the_document_shows()
    {
        var types = typeof(Welcome).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Welcome).Namespace && type != typeof(ClientMessage) && type != typeof(Attachment))
            .Select(type => (Type: type, Property: type.GetProperty("Type")))
            .Where(message => message.Property?.PropertyType == typeof(string))
            .Select(message => (string)message.Property!.GetValue(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(message.Type))!);

        Assert.That(types, Is.EquivalentTo(Shown("←").Append("left").Distinct()));
    }

    [Test]
    public void Refusals_of_the_door_have_a_reason_phrase_of_their_own()
    {
        // The door's answers come from these rows; RefusalTests asks for each of them.
        var statuses = FirstColumn("### What the door refuses").Select(cell => int.Parse(cell, CultureInfo.InvariantCulture));
        Assert.That(statuses, Is.EquivalentTo([400, 403, 404, 405, 408, 413, 421, 426, 431, 501, 503, 505]));
    }

    [Test]
    public void Bounds_in_the_text_are_those_of_the_code()
    {
        Assert.That(Document, Does.Contain($"did not end within {FrontDoor.HeadTimeout.TotalSeconds:0} s"));
        Assert.That(Document, Does.Contain($"over {RequestHead.LimitBytes / 1024} KiB, or with more than {RequestHead.LimitHeaders} header lines"));
        Assert.That(Document, Does.Contain($"or {ConnectionGate.LimitPerNetwork} from one network"));
        Assert.That(Document, Does.Contain(
            $"pings every {Heartbeat.PingInterval.TotalSeconds:0} s and drops a peer that was silent for {Heartbeat.SilenceLimit.TotalSeconds:0} s"));
        Assert.That(Document, Does.Contain($"`seq` of raising, {HandLine.MaxHands} hands at most"));
        Assert.That(Document, Does.Contain($"At most {Session.InboxMessages} messages, or {Session.InboxBytes / 1024} KiB, wait in the inbox"));
    }

    [Test]
    public async Task Metrics_are_those_of_the_table()
    {
        await using var server = await TestServer.StartAsync();
        using var api = new ApiClient(server);
        var own = (await Exposition.GetAsync(api)).Families.Values.Where(family => family.Name.StartsWith("chatserver_", StringComparison.Ordinal));
        var rows = Document.Split('\n').Where(line => line.StartsWith("| `chatserver_", StringComparison.Ordinal)).Select(line => line.Split('|'));
        Assert.That(rows.Select(row => (row[1].Trim(' ', '`'), row[2].Trim())), Is.EquivalentTo(own.Select(family => (family.Name, family.Kind))));
    }

    [Test]
    public async Task Metrics_that_operations_tells_to_watch_are_there()
    {
        await using var server = await TestServer.StartAsync();
        using var api = new ApiClient(server);
        var samples = (await Exposition.GetAsync(api)).Samples.Select(sample => sample.Name).ToList();
        var named = MetricName().Matches(File.ReadAllText(Path.Combine(Sources.Root, "docs", "operations.md"))).Select(match => match.Value).ToList();
        Assert.That(named, Has.Count.GreaterThan(8));
        Assert.That(named, Is.SubsetOf(samples));
    }

    [Test]
    public void The_service_starts_the_server_with_flags_that_it_has()
    {
        var unit = File.ReadAllLines(Path.Combine(Sources.Root, "docs", "chatserver.service"));
        var start = unit.Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal));
        var settings = CommandLineOptions.Settings([.. start.Split(' ').SkipWhile(word => !word.StartsWith("--", StringComparison.Ordinal))]);
        Assert.That((settings.EndPoint.ToString(), settings.DataPath), Is.EqualTo(("127.0.0.1:8000", "${STATE_DIRECTORY}")));
    }

    [TestCase("messages, and what changes them", HouseLimits.MessageBurst)]
    [TestCase("requests of other kinds", ChatClient.RequestBurst)]
    [TestCase("new names", Allowances.RenameBurst)]
    [TestCase("raised hands", Allowances.HandBurst)]
    [TestCase("new people", Networks.IdentityBurst)]
    [TestCase("wrong keys and passwords", Guesses.Burst)]
    public void Bursts_of_the_table_are_those_of_the_code(string what, int burst)
    {
        var row = Document.Split('\n').Single(line => line.StartsWith($"| {what}", StringComparison.Ordinal));
        Assert.That(row, Does.Match($@"[ ,]{burst} at once"));
    }

    private static List<T> Constants<T>(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (T)field.GetRawConstantValue()!)];

    // The first column of the first table after a heading.
    private static List<string> FirstColumn(string heading)
    {
        var rows = Document[Document.IndexOf(heading + "\n", StringComparison.Ordinal)..].Split('\n')
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2);
        return [.. rows.Select(row => row.Split('|')[1].Trim())];
    }

    private static List<string> Shown(string arrow) =>
        [.. ShownMessage().Matches(Document).Where(match => match.Groups[1].Value == arrow).Select(match => match.Groups[2].Value)];

    [GeneratedRegex("(chatserver|process)_[a-z_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex("^    ([→←]) \\{\"type\":\"([a-z_]+)\"", RegexOptions.Multiline)]
    private static partial Regex ShownMessage();
}
