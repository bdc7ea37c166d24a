using System.Net;
using ChatServer.Tests.Support;
using Microsoft.Playwright;

namespace ChatServer.Tests.Browser;

/// <summary>
/// A test with the real server and real pages. However it goes, it ends with nothing in anybody's console,
/// nothing thrown, no violated policy, no request to another host, and no error in the server's log.
/// </summary>
public abstract class BrowserTest
{
    private readonly List<Visitor> _visitors = [];
    private readonly List<TestServer> _servers = [];
    private Func<Settings, Settings>? _change;
    private TemporaryFolder? _folder;

    /// <summary>The server of now.</summary>
    private protected TestServer Server { get; private set; } = null!;

    /// <summary>A folder for a server that is to remember, gone after the test.</summary>
    private protected string DataPath => (_folder ??= new()).Path;

    private protected Uri Address(string path = "/") => Proxy?.Uri(path) ?? Server.HttpUri(path);

    /// <summary>What stands between the next pages and the server.</summary>
    private protected TestProxy? Proxy { get; set; }

    [TearDown]
    public async Task EndAsync()
    {
        var problems = _visitors.SelectMany(visitor => visitor.Watch.Problems).ToList();
        foreach (var visitor in _visitors) await visitor.Context.CloseAsync();
        await Server.DisposeAsync();
        var errors = _servers.SelectMany(server => server.Errors).ToList();
        _visitors.Clear();
        _servers.Clear();
        if (Proxy is not null) await Proxy.DisposeAsync();
        Proxy = null;
        _folder?.Dispose();
        _folder = null;
        Assert.That(problems, Is.Empty, "what pages did wrong");
        Assert.That(errors, Is.Empty, "what the server logged as an error");
    }

    /// <summary>Starts the server; the first thing a test does.</summary>
    private protected async Task ServeAsync(
        Func<Settings, Settings>? change = null, TimeProvider? time = null)
    {
        _change = change;
        Server = await TestServer.StartAsync(change, time);
        _servers.Add(Server);
    }

    /// <summary>Stops the server under the pages.</summary>
    private protected async Task StopServerAsync()
    {
        foreach (var visitor in _visitors) visitor.Watch.ExpectLostConnections();
        await Server.DisposeAsync();
    }

    /// <summary>Starts it again on the port that it had, as whoever restarts a service does.</summary>
    private protected async Task StartServerAgainAsync()
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, Server.Port);
        Server = await TestServer.StartAsync(
            settings => (_change?.Invoke(settings) ?? settings) with { EndPoint = endPoint });
        _servers.Add(Server);
    }

    /// <summary>A browser on the page, before anything is clicked.</summary>
    /// <param name="prepare">What is to be done with the page before it goes to the address.</param>
    private protected async Task<Visitor> VisitAsync(
        string path = "/", BrowserNewContextOptions? options = null, Func<IPage, Task>? prepare = null)
    {
        options ??= new();
        options.Locale ??= "en-US";
        options.ViewportSize ??= new() { Width = 1280, Height = 800 };
        var context = await Chromium.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(Chromium.PatienceMs);
        var watch = await Watch.OverAsync(context, Address().Authority);
        var visitor = new Visitor(context, await context.NewPageAsync(), watch);
        _visitors.Add(visitor);
        if (prepare is not null) await prepare(visitor.Page);
        await visitor.Page.GotoAsync(Address(path).AbsoluteUri);
        return visitor;
    }

    /// <summary>Somebody who has come in: named (a guest without a name), and in a room.</summary>
    private protected async Task<Visitor> EnterAsync(
        string? name, string path = "/", BrowserNewContextOptions? options = null)
    {
        var visitor = await VisitAsync(path, options);
        await visitor.IntroduceAsync(name);
        return visitor;
    }
}
