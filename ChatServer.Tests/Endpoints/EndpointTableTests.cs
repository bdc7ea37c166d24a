using ChatServer.Endpoints;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Endpoints;

public sealed class EndpointTableTests
{
    private static readonly IEndpoint A = new EndpointServer.Endpoint(_ => Task.CompletedTask);
    private static readonly IEndpoint B = new EndpointServer.Endpoint(_ => Task.CompletedTask);
    private static readonly IEndpoint C = new EndpointServer.Endpoint(_ => Task.CompletedTask);

    private static readonly EndpointTable Table = new EndpointTable(new WebSocketSettings { MaxMessageBytes = 1, OutboxBytes = 2 })
        .Require("/ws", A)
        .Accept("/rooms/lobby", B)
        .Accept("/rooms/{room}", C)
        .RequireInParts("/echo", A)
        .Accept("/path/", B)
        .Accept("/{one}/and/{two}", C);

    [Test]
    public void A_path_finds_its_line_and_the_first_of_several()
    {
        Assert.That(Table.Match("/ws")!.Endpoint, Is.SameAs(A));
        Assert.That(Table.Match("/rooms/lobby")!.Endpoint, Is.SameAs(B));
        Assert.That(Table.Match("/rooms/other")!.Endpoint, Is.SameAs(C));
        Assert.That(Table.Match("/path/")!.Endpoint, Is.SameAs(B));
    }

    [TestCase("/")]
    [TestCase("")]
    [TestCase("ws")]
    [TestCase("/ws/")]
    [TestCase("/WS")]
    [TestCase("/path")]
    [TestCase("/rooms")]
    [TestCase("/rooms/")]
    [TestCase("/rooms/a/b")]
    [TestCase("//ws")]
    [TestCase("/{one}/and/")]
    public void Another_path_finds_none(string path) => Assert.That(Table.Match(path), Is.Null);

    [Test]
    public void Variable_segments_are_told()
    {
        Assert.That(Table.Match("/rooms/大厅")!.Values, Is.EquivalentTo(new Dictionary<string, string> { ["room"] = "大厅" }));
        Assert.That(Table.Match("/x/and/{y}")!.Values, Is.EquivalentTo(new Dictionary<string, string> { ["one"] = "x", ["two"] = "{y}" }));
        Assert.That(Table.Match("/ws")!.Values, Is.Empty);
    }

    [Test]
    public void A_line_says_who_may_come_and_within_what_bounds()
    {
        Assert.That(Table.Match("/ws")!.IsWebSocketOnly);
        Assert.That(Table.Match("/path/")!.IsWebSocketOnly, Is.False);
        Assert.That(Table.Match("/echo")!.IsWebSocketOnly);
        Assert.That((Table.Match("/ws")!.Settings.InParts, Table.Match("/echo")!.Settings.InParts), Is.EqualTo((false, true)));
        Assert.That(Table.Match("/echo")!.Settings.OutboxBytes, Is.EqualTo(2));
    }
}
