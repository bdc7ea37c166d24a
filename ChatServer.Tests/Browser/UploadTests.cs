using System.Text;
using ChatServer.Files;
using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Files that people send from the page: chosen, dropped or pasted; how they travel, and what the others see.</summary>
public sealed class UploadTests : BrowserTest
{
    private const int MaxBytes = 2_000_000;

    private static readonly FilePayload Photo = new()
    {
        Name = "photo.png",
        MimeType = "image/png",
        Buffer = TestPicture.Png(800, 600),
    };

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with
    {
        Limits = settings.Limits with { FileBytes = MaxBytes },
        Files = new FileLimits { FileBytes = MaxBytes },
    });

    [Test]
    public async Task Chosen_files_go_with_the_next_message_and_pictures_are_seen_in_their_place()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ChooseAsync(ann, Photo, File("report.pdf", 3_000));
        await Expect(Chosen(ann).Locator(".file-name")).ToHaveTextAsync(["photo.png", "report.pdf"]);
        await Expect(Chosen(ann).Locator("img")).ToHaveCountAsync(1);
        await Expect(ann.Composer).ToBeFocusedAsync();
        await ann.SayAsync("look");

        await Expect(Chosen(ann)).ToHaveCountAsync(0);
        foreach (var person in (Visitor[])[ann, ben])
        {
            await person.ExpectTextsAsync("look");
            await Expect(Shown(person)).ToHaveCountAsync(1);
            await Expect(person.Page.Locator(".message a.file .file-name")).ToHaveTextAsync(["photo.png", "report.pdf"]);
        }
        var saved = await ben.Page.RunAndWaitForDownloadAsync(() => ben.Page.Locator("a.file").Last.ClickAsync());
        Assert.That(saved.SuggestedFilename, Is.EqualTo("report.pdf"));
        Assert.That(new FileInfo(await saved.PathAsync()).Length, Is.EqualTo(3_000));
    }

    [Test]
    public async Task The_place_of_a_picture_is_as_large_before_it_comes_as_after()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("before");
        await ChooseAsync(ann, Photo, File("tall.png", TestPicture.Png(20, 900)), File("dot.png", TestPicture.Png(1, 1)),
            File("thread.png", TestPicture.Png(1, 16_384)));
        await ann.SayAsync("pictures");
        await ann.SayAsync("after");
        await Expect(Shown(ann)).ToHaveCountAsync(4);
        var after = await SizesAsync(ann);
        Assert.That(after, Is.EqualTo(new[] { "400 300", "28 320", "28 28", "28 320" }));

        var held = new TaskCompletionSource();
        var ben = await VisitAsync(prepare: page => page.RouteAsync("**/files/*", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        }));
        await ben.IntroduceAsync("Ben");
        await ben.ExpectTextsAsync("before", "pictures", "after");
        await Expect(ben.Page.Locator(".picture")).ToHaveCountAsync(4);
        await Expect(Shown(ben)).ToHaveCountAsync(0);
        Assert.That(await SizesAsync(ben), Is.EqualTo(after));
        var last = await ben.Messages.Last.BoundingBoxAsync();
        held.SetResult();
        await Expect(Shown(ben)).ToHaveCountAsync(4);
        Assert.That(await SizesAsync(ben), Is.EqualTo(after));
        Assert.That((await ben.Messages.Last.BoundingBoxAsync())!.Y, Is.EqualTo(last!.Y));
    }

    [Test]
    public async Task Files_are_pasted_and_dropped_and_what_a_spreadsheet_copies_is_text()
    {
        var ann = await EnterAsync("Ann");
        await TransferAsync(ann, "paste", "#composer", text: null);
        await Expect(Chosen(ann)).ToHaveCountAsync(1);
        await TransferAsync(ann, "paste", "#composer", text: "1\t2");
        await Expect(Chosen(ann)).ToHaveCountAsync(1);

        var hint = ann.Page.Locator("#drop-hint");
        await TransferAsync(ann, "dragenter", "#messages", text: null);
        await Expect(hint).ToHaveTextAsync("Drop files here to send them to lobby");
        await TransferAsync(ann, "dragleave", "#messages", text: null);
        await Expect(hint).ToBeHiddenAsync();
        await TransferAsync(ann, "dragenter", "#messages", text: null);
        await TransferAsync(ann, "drop", "#messages", text: null);
        await Expect(hint).ToBeHiddenAsync();
        await Expect(Chosen(ann)).ToHaveCountAsync(2);

        await Chosen(ann).First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(Chosen(ann)).ToHaveCountAsync(1);
        // Without a word.
        await ann.Page.ClickAsync("#send");
        await Expect(ann.Page.Locator("a.file .file-name")).ToHaveTextAsync(["pasted.txt"]);
    }

    [Test]
    public async Task What_is_too_large_or_too_many_is_told_before_anything_is_sent()
    {
        var ann = await EnterAsync("Ann");
        var hint = ann.Page.Locator("#composer-hint");
        Assert.That(await ann.Page.GetAttributeAsync("#attach", "title"), Is.EqualTo("Attach files, up to 2 MB each"));
        await ChooseAsync(ann, File("film.mp4", MaxBytes + 1), File("a.txt", 10));
        await Expect(hint).ToHaveTextAsync("“film.mp4” is too large (2 MB). A file may have 2 MB at most.");
        await Expect(Chosen(ann).Locator(".file-name")).ToHaveTextAsync(["a.txt"]);
        await ChooseAsync(ann, [.. Enumerable.Range(0, 12).Select(n => File($"{n}.txt", 1))]);
        await Expect(hint).ToHaveTextAsync("A message can have 10 files at most.");
        await Expect(Chosen(ann)).ToHaveCountAsync(10);
        await ann.Page.ClickAsync("#send");
        await Expect(ann.Page.Locator("a.file")).ToHaveCountAsync(10);
    }

    [Test]
    public async Task Each_room_keeps_the_files_that_were_chosen_for_it()
    {
        var ann = await EnterAsync("Ann");
        await ChooseAsync(ann, File("for-lobby.txt", 1));
        await ann.JoinAsync("ops");
        await Expect(Chosen(ann)).ToHaveCountAsync(0);
        await ann.SayAsync("nothing with it");
        await ann.ExpectTextsAsync("nothing with it");
        await Expect(ann.Page.Locator("a.file")).ToHaveCountAsync(0);
        await ann.OpenAsync("lobby");
        await Expect(Chosen(ann)).ToHaveCountAsync(1);
    }

    [Test]
    public async Task How_far_it_is_is_seen_and_it_can_be_cancelled()
    {
        var ann = await EnterAsync("Ann");
        await SlowDownAsync(ann);
        await ChooseAsync(ann, File("film.mp4", 1_500_000));
        await ann.SayAsync("on its way");
        var bar = ann.Page.Locator(".message[data-state=pending] .message-upload progress");
        await ann.UntilAsync("(document.querySelector('.message-upload progress')?.value ?? 0) > 0.1");
        await ann.UntilAsync("(document.querySelector('.message-upload progress')?.value ?? 0) > 0.2");
        await Expect(bar).ToHaveAttributeAsync("aria-label", "Sending film.mp4");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await Expect(ann.Messages).ToHaveCountAsync(0);
        await ann.SayAsync("something else");
        await ann.ExpectTextsAsync("something else");
        await Eventually.IsAsync(() => Server.Host.FileBytes == 0);
    }

    [Test]
    public async Task What_a_lost_connection_cut_off_begins_again_with_the_next_and_comes_once()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await SlowDownAsync(ann);
        await ChooseAsync(ann, File("film.mp4", 600_000));
        await ann.SayAsync("cut off");
        await ann.UntilAsync("(document.querySelector('.message-upload progress')?.value ?? 0) > 0.1");
        await StopServerAsync();
        await Expect(ann.Page.Locator(".message-failure")).ToContainTextAsync("Not sent.");
        await StartServerAgainAsync();

        foreach (var person in (Visitor[])[ann, ben])
        {
            await Expect(person.Page.Locator(".message[data-state=sent] a.file .file-name")).ToHaveTextAsync(["film.mp4"]);
            await person.ExpectTextsAsync("cut off");
        }
    }

    [Test]
    public async Task What_the_server_refuses_says_why_and_can_be_sent_again()
    {
        var ann = await EnterAsync("Ann");
        var isRefused = true;
        await ann.Page.RouteAsync("**/messages", route => isRefused
            ? route.FulfillAsync(new()
            {
                Status = 507,
                ContentType = "application/problem+json",
                Body = """{"status":507,"code":"storage_full","title":"x"}""",
            })
            : route.ContinueAsync());
        ann.Watch.Expect("507");
        await ChooseAsync(ann, File("a.txt", 10));
        await ann.SayAsync("too much");
        await Expect(ann.Page.Locator(".message-failure")).ToContainTextAsync("Not sent. The server has no room for more files.");
        isRefused = false;
        await ann.Page.ClickAsync(".retry");
        await Expect(ann.Page.Locator(".message[data-state=sent] a.file")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task A_picture_opens_large_with_its_neighbours_and_closes_where_one_was()
    {
        var ann = await EnterAsync("Ann");
        await ChooseAsync(ann, Photo, File("second.png", TestPicture.Png(30, 40, red: 90)));
        await ann.SayAsync("two");
        await Expect(Shown(ann)).ToHaveCountAsync(2);
        await Shown(ann).First.ClickAsync();
        var dialog = ann.Page.Locator(".picture-dialog");
        await Expect(dialog.Locator(".picture-name")).ToHaveTextAsync("photo.png");
        await ann.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(dialog.Locator(".picture-name")).ToHaveTextAsync("second.png");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Next picture" })).ToBeHiddenAsync();
        var saved = await ann.Page.RunAndWaitForDownloadAsync(
            () => dialog.GetByRole(AriaRole.Button, new() { Name = "Save picture" }).ClickAsync());
        Assert.That(saved.SuggestedFilename, Is.EqualTo("second.png"));
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(ann.Page.Locator("a.file").Last).ToBeFocusedAsync();
    }

    [Test]
    public async Task Nothing_runs_of_what_files_are_called_or_contain()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        // What a browser doesn't send as a name stays out.
        var names = Payloads.All.Where(name => !name.Contains('\0')).ToArray();
        foreach (var ten in names.Chunk(10))
        {
            await ChooseAsync(ann, [.. ten.Select(name => File(name, Encoding.UTF8.GetBytes(name)))]);
            await ann.Page.ClickAsync("#send");
        }
        string[] pages = ["<script>hacked=1</script>", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload='hacked=1'/>"];
        foreach (var type in (string[])["text/html", "image/svg+xml", "image/png", "application/xhtml+xml", "text/xml"])
        {
            await ChooseAsync(ann, [.. pages.Select(page => new FilePayload
            {
                Name = "page.png",
                MimeType = type,
                Buffer = Encoding.UTF8.GetBytes(page),
            })]);
            await ann.Page.ClickAsync("#send");
        }
        await ann.SayAsync("the end");
        foreach (var person in (Visitor[])[ann, ben])
        {
            await Expect(person.Texts.Last).ToHaveTextAsync("the end");
            await Expect(person.Page.Locator(".message[data-state=pending]")).ToHaveCountAsync(0);
            await Expect(person.Page.Locator(".picture")).ToHaveCountAsync(0);
            await person.ExpectNothingRanAsync();
        }
        // What is no picture is saved, however often it is clicked.
        var saved = await ben.Page.RunAndWaitForDownloadAsync(() => ben.Page.Locator("a.file").Last.ClickAsync());
        Assert.That(await System.IO.File.ReadAllTextAsync(await saved.PathAsync()), Is.EqualTo(pages[1]));
        Assert.That(ben.Page.Url, Is.EqualTo(Address("/rooms/lobby").AbsoluteUri).Or.EqualTo(Address().AbsoluteUri));
        await ben.ExpectNothingRanAsync();
    }

    [Test]
    public async Task In_a_conversation_of_two_nobody_else_has_the_file()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.OpenDirectAsync("Ben");
        await ChooseAsync(ann, Photo);
        await ann.SayAsync("for you");
        await ben.Directs.First.ClickAsync();
        await Expect(Shown(ben)).ToHaveCountAsync(1);
        var path = await ann.Page.Locator("a.file").GetAttributeAsync("href");

        await using var cem = await Guest.ComeAsync(Server, "Cem");
        using var api = new ApiClient(Server);
        foreach (var headers in (string[][])[[], [$"Authorization: Bearer {cem.Token}"]])
            Assert.That((await api.GetAsync(path!, headers)).Problem, Is.EqualTo((404, "no_such_room")));
    }

    private static ILocator Chosen(Visitor person) => person.Page.Locator("#chosen-files .chosen-file");

    private static ILocator Shown(Visitor person) => person.Page.Locator(".picture[data-state=shown]");

    private static Task ChooseAsync(Visitor person, params FilePayload[] files) =>
        person.Page.SetInputFilesAsync("#file-picker", files);

    private static FilePayload File(string name, int bytes) => File(name, new byte[bytes]);

    private static FilePayload File(string name, byte[] content) => new()
    {
        Name = name,
        MimeType = name.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "application/octet-stream",
        Buffer = content,
    };

    /// <summary>What comes from outside of the page, by an event of the browser.</summary>
    private static Task TransferAsync(Visitor person, string type, string selector, string? text) =>
        person.Page.EvaluateAsync(
            """
            ([type, selector, text]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File(['hello'], 'pasted.txt', { type: 'text/plain' }));
              if (text !== null) transfer.setData('text/plain', text);
              const event = type === 'paste'
                ? new ClipboardEvent(type, { clipboardData: transfer, bubbles: true, cancelable: true })
                : new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
              document.querySelector(selector).dispatchEvent(event);
            }
            """,
            new[] { type, selector, text });

    /// <summary>Their uploads take seconds from here on.</summary>
    private static async Task SlowDownAsync(Visitor person)
    {
        var session = await person.Context.NewCDPSessionAsync(person.Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = 200_000,
        });
    }

    private static Task<string[]> SizesAsync(Visitor person) => person.Page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('.picture')].map(({ offsetWidth, offsetHeight }) => `${offsetWidth} ${offsetHeight}`)");
}
