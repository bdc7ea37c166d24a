using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ChatServer.Tests.Browser;

/// <summary>
/// Holds pages against the rules of axe-core, which comes as a package with the other ones of the tests: its version and its
/// hash are in the lock file, and nothing of it is in the repository or in the server.
/// </summary>
internal static class Accessible
{
    /// <summary>
    /// All rules that are on by default (WCAG 2.2 A and AA, best practice) and the size of what is pressed, on what is there
    /// when nothing moves any more.
    /// </summary>
    private const string Check =
        """
        async () => {
          // What ends may begin something else a frame later.
          for (let still = 0; still < 3; still++) {
            await new Promise(requestAnimationFrame);
            const moving = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < Infinity);
            if (moving.length > 0) still = 0;
            await Promise.all(moving.map(one => one.finished.catch(() => {})));
          }
          const { violations } = await axe.run(document, {
            resultTypes: ['violations'],
            // What is in a frame is a page of its own.
            iframes: false,
            rules: { 'target-size': { enabled: true } },
          });
          return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
            `${id}: ${target.join(' ')} (${[...any, ...all, ...none].map(({ message }) => message).join('; ')})`));
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Two sizes of screen, each in light and in dark.</summary>
    public static BrowserNewContextOptions Screen(ColorScheme scheme, bool onPhone) => new()
    {
        ColorScheme = scheme,
        ReducedMotion = ReducedMotion.Reduce,
        ViewportSize = onPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 800 },
        IsMobile = onPhone,
        HasTouch = onPhone,
    };

    /// <summary>What is wrong on the page as it is now: the rule, where, and why.</summary>
    public static async Task<string[]> ViolationsAsync(IPage page)
    {
        // Not by a script element, which the policy of the page would stop.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(Check);
    }

    public static async Task ExpectAsync(IPage page, string view) =>
        Assert.That(await ViolationsAsync(page), Is.Empty, view);
}
