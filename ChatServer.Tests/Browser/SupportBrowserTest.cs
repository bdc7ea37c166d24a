using ChatServer.Protocol;
using ChatServer.Tests.SupportDesk;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>A test of the support desk as visitors see it: visitors in browsers, agents on the wire.</summary>
public abstract class SupportBrowserTest : BrowserTest
{
    private readonly List<DeskPeer> _agents = [];

    [TearDown]
    public async Task PartAsync()
    {
        foreach (var agent in _agents) await agent.DisposeAsync();
        _agents.Clear();
    }

    private protected Task ServeDeskAsync(params string[] origins) =>
        ServeAsync(settings => settings with { AdminKey = DeskAdmin.Key, AllowedOrigins = origins });

    /// <summary>Somebody who is made an agent, and comes to the desk.</summary>
    private protected async Task<DeskPeer> WorkAsync(string name)
    {
        var agent = await DeskPeer.ComeAsync(Server, new { type = "hello", @as = "agent", key = await HireAsync(name) });
        _agents.Add(agent);
        return agent;
    }

    /// <summary>Makes the key of an agent, and with the first one the desk.</summary>
    private protected Task<string> HireAsync(string name) => new DeskAdmin(Server).HireAsync(name);

    /// <summary>Sets the desk up; what is not given is as in a new one.</summary>
    private protected Task SetAsync(DeskSettings settings) => new DeskAdmin(Server).SetAsync(settings);

    /// <summary>A browser at <c>/support</c> that may ask.</summary>
    private protected async Task<Visitor> ComeAsync(BrowserNewContextOptions? options = null)
    {
        var visitor = await VisitAsync("/support", options);
        await Expect(visitor.Page.Locator("#ask-text")).ToBeVisibleAsync();
        return visitor;
    }

    /// <summary>Somebody who has asked.</summary>
    private protected async Task<Visitor> AskAsync(
        string name, string text, BrowserNewContextOptions? options = null)
    {
        var visitor = await ComeAsync(options);
        await visitor.Page.FillAsync("#ask-name", name);
        await visitor.Page.FillAsync("#ask-text", text);
        await visitor.Page.ClickAsync("#ask .main-button");
        await Expect(visitor.Page.Locator(".ticket-input")).ToBeEditableAsync();
        return visitor;
    }

    /// <summary>Takes the ticket that is told next, and enters its room.</summary>
    private protected static async Task<long> TakeAsync(DeskPeer agent)
    {
        var ticket = await agent.TicketAsync(ticket => (string?)ticket["state"] == "waiting");
        var number = (long)ticket["number"]!;
        Assert.That(await agent.ActAsync(number, "claim"), Is.Null);
        await agent.JoinAsync(number);
        return number;
    }
}
