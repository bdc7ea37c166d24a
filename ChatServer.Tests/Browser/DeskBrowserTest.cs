using System.Text.Json;
using ChatServer.Protocol;
using ChatServer.Tests.SupportDesk;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>A test of the console: agents in browsers, visitors on the wire.</summary>
public abstract class DeskBrowserTest : BrowserTest
{
    private protected const string AdminKey = DeskAdmin.Key;

    private readonly List<DeskPeer> _peers = [];

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = AdminKey });

    [TearDown]
    public async Task PartAsync()
    {
        foreach (var peer in _peers) await peer.DisposeAsync();
        _peers.Clear();
    }

    /// <summary>Makes the key of an agent.</summary>
    private protected Task<string> HireAsync(string name, bool supervisor = false) =>
        new DeskAdmin(Server).HireAsync(name, supervisor);

    /// <summary>Sets the desk up; what is not given is as in a new one.</summary>
    private protected Task SetAsync(DeskSettings settings) => new DeskAdmin(Server).SetAsync(settings);

    /// <summary>An agent who has signed in at the console.</summary>
    private protected async Task<Agent> SignInAsync(
        string key, BrowserNewContextOptions? options = null, Func<IPage, Task>? prepare = null)
    {
        var agent = new Agent(await VisitAsync("/desk", options, prepare));
        await agent.EnterAsync(key);
        await Expect(agent.Page.Locator("#queue")).ToBeVisibleAsync();
        return agent;
    }

    /// <summary>Somebody who is made an agent, and signs in.</summary>
    private protected async Task<Agent> WorkAsync(
        string name, bool supervisor = false, BrowserNewContextOptions? options = null,
        Func<IPage, Task>? prepare = null) =>
        await SignInAsync(await HireAsync(name, supervisor), options, prepare);

    /// <summary>A visitor who has asked, and is in the room of their ticket.</summary>
    private protected async Task<(DeskPeer Visitor, long Ticket)> AskAsync(
        string name, string text, object? more = null)
    {
        var visitor = await ComeAsync(new { type = "hello", @as = "visitor" });
        var ask = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        foreach (var (key, value) in new[] { ("type", "ask"), ("id", "q"), ("name", name), ("text", text) })
            ask[key] = value;
        var told = await visitor.AskAsync(ask);
        Assert.That((string?)told["type"], Is.EqualTo("ticket"), told.ToJsonString());
        var ticket = (long)told["ticket"]!["number"]!;
        await visitor.JoinAsync(ticket);
        return (visitor, ticket);
    }

    /// <summary>Somebody on the wire.</summary>
    private protected async Task<DeskPeer> ComeAsync(object hello)
    {
        var peer = await DeskPeer.ComeAsync(Server, hello);
        _peers.Add(peer);
        return peer;
    }
}
