using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The example that the server began with: a page is told over /path/ that the download is done.</summary>
public sealed class ArticleTests : BrowserTest
{
    /// <summary>The script as articles write it: inline, with a handler for each event.</summary>
    private const string ArticlePage =
        """
        <!DOCTYPE html>
        <meta charset="utf-8">
        <link rel="icon" href="data:,">
        <ul id="log"></ul>
        <script>
          function log(text) {
            var line = document.createElement("li");
            line.textContent = text;
            document.getElementById("log").appendChild(line);
          }
          var socket = new WebSocket("ws://" + window.location.host + "/path/");
          socket.onopen = function () {
            log("open " + socket.readyState);
            socket.send("download");
          };
          socket.onmessage = function (event) {
            log("message " + event.data);
          };
          socket.onclose = function (event) {
            log("close " + event.code + " " + event.wasClean);
          };
        </script>
        """;

    [SetUp]
    public Task StartAsync() => ServeAsync();

    [TestCase("hello")]
    [TestCase("你好 <b>")]
    public async Task The_button_shows_what_came(string text)
    {
        var ann = await VisitAsync("/path/");
        await ann.Page.GetByLabel("message").FillAsync(text);
        for (var time = 1; time <= 2; time++)
        {
            await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Connect" }).ClickAsync();
            await Expect(ann.Page.Locator("#log li")).ToHaveTextAsync(
                ["open", $"sent {text}", "message 下载完成", "close 1000"]);
        }
    }

    [Test]
    public async Task The_script_of_the_article_works_as_it_is()
    {
        // Chromium can't tell where an answer of the driver comes from, and would ask before it reaches
        // this machine.
        var options = new BrowserNewContextOptions { Permissions = ["local-network-access"] };
        var answer = new RouteFulfillOptions { ContentType = "text/html", Body = ArticlePage };
        var ann = await VisitAsync(
            "/the-article.html", options,
            page => page.RouteAsync("**/the-article.html", route => route.FulfillAsync(answer)));

        await Expect(ann.Page.Locator("#log li")).ToHaveTextAsync(
            ["open 1", "message 下载完成", "close 1000 true"]);
    }
}
