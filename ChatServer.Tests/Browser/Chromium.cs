using Microsoft.Playwright;

namespace ChatServer.Tests.Browser;

/// <summary>
/// The one browser of the tests in this folder: the system's Chromium, found on the PATH, never downloaded.
/// </summary>
[SetUpFixture]
public sealed class Chromium
{
    /// <summary>How long the page may take for anything; generous, since machines are shared.</summary>
    public const int PatienceMs = 30_000;

    // The first is Chromium without its window, which no test looks at: half the processor time.
    private static readonly string[] Names =
        ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    // No GPU, no sandbox (containers run as root), and nothing that would ask the internet.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    /// <summary>Makes contexts; each is a browser of its own as far as a page can tell.</summary>
    public static IBrowser Browser =>
        _browser ?? throw new InvalidOperationException("Chromium has not been started");

    [OneTimeSetUp]
    public static async Task LaunchAsync()
    {
        if (Find() is not { } path)
        {
            Assert.Ignore($"The browser tests need Chromium on the PATH: {string.Join(", ", Names)}");
            return;
        }
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    [OneTimeTearDown]
    public static async Task CloseAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    private static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();
}
