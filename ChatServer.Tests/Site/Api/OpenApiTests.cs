using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatServer.Protocol;
using ChatServer.Site;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>
/// ChatServer/Site/openapi.json and the server say the same. A new route is added there under <c>paths</c>; what it shares with
/// others (parameters, refusals, schemas) is referred to in <c>components</c>.
/// </summary>
public sealed partial class OpenApiTests : ApiTest
{
    private const string Json = "application/json";

    private readonly OpenApi _api = OpenApi.Read();

    [Test]
    public void Every_route_is_described_and_nothing_else()
    {
        var routes = Server.Host.HttpRoutes
            .Where(route => route.Path.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(route => route.Methods.Select(method => $"{method} {route.Path}")).ToList();
        Assert.That(routes, Does.Contain("GET /api/rooms"));
        Assert.Multiple(() =>
        {
            Assert.That(routes.Except(_api.Operations.Keys), Is.Empty, "these are missing in ChatServer/Site/openapi.json, under paths");
            Assert.That(_api.Operations.Keys.Except(routes), Is.Empty, "these are described in ChatServer/Site/openapi.json, and there is no such route");
        });
    }

    [Test]
    public void Every_operation_is_whole()
    {
        Assert.That(_api.Operations.Values.Select(operation => (string?)operation["operationId"]), Is.Unique.And.None.Null);
        var tags = _api.Document["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ToList();
        foreach (var (name, operation) in _api.Operations)
        {
            Assert.That((string?)operation["summary"], Is.Not.Null.And.Not.Empty, name);
            Assert.That(operation["tags"]!.AsArray().Select(tag => (string)tag!), Is.Not.Empty.And.SubsetOf(tags), name);
            var parameters = _api.Parameters(name).ToList();
            Assert.That(parameters.Select(parameter => ((string)parameter["in"]!, (string)parameter["name"]!)), Is.Unique, name);
            Assert.That(parameters.Where(parameter => (string)parameter["in"]! != "path" && parameter["description"] is null), Is.Empty, name);
            Assert.That(
                parameters.Where(parameter => (string)parameter["in"]! == "path").Select(parameter => ((string)parameter["name"]!, (bool?)parameter["required"])),
                Is.EquivalentTo(Variable().Matches(name).Select(match => (match.Groups[1].Value, (bool?)true))), name);
            Assert.That(operation["responses"]!.AsObject().Any(response => response.Key[0] == '2'), name);
            foreach (var (status, response) in operation["responses"]!.AsObject())
                Assert.That((string?)_api.Resolve(response!)["description"], Is.Not.Null.And.Not.Empty, $"{name} {status}");
        }
    }

    [Test]
    public void Error_codes_and_kinds_of_events_are_those_of_the_code()
    {
        Assert.That(Listed(_api.Document["components"]!["schemas"]!["ErrorCode"]!), Is.EquivalentTo(Constants(typeof(ErrorCode))));
        var ofPeople = new[] { EventKind.Name, EventKind.Admin, EventKind.Admitted, EventKind.Bot, EventKind.Read, EventKind.Delivered, EventKind.Agent, EventKind.DeskSettings };
        Assert.That(
            Listed(_api.Document["components"]!["schemas"]!["Event"]!["properties"]!["kind"]!),
            Is.EquivalentTo(Constants(typeof(EventKind)).Except(ofPeople).Concat(Constants(typeof(ModerationAction)))));
    }

    [Test]
    public void Fields_of_queries_are_those_that_the_code_reads()
    {
        var folder = Path.Combine(Sources.Root, "ChatServer", "Site", "Api");
        var read = Directory.EnumerateFiles(folder, "*.cs").SelectMany(file => QueryField().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value).Distinct().ToList();
        var described = _api.Operations.Keys.SelectMany(_api.Parameters)
            .Where(parameter => (string)parameter["in"]! == "query").Select(parameter => (string)parameter["name"]!).Distinct();
        Assert.That(described, Is.EquivalentTo(read));
    }

    [Test]
    public void Every_example_has_the_shape_that_is_described()
    {
        var count = 0;
        Assert.Multiple(() =>
        {
            foreach (var (where, content) in Contents())
            {
                foreach (var (type, media) in content)
                {
                    Assert.That(media!["schema"], Is.Not.Null, $"{where} {type}");
                    Assert.That(media["example"], Is.Not.Null, $"{where} {type}");
                    // The example of a form is the form, not the fields in it.
                    if (type == "application/x-www-form-urlencoded") continue;
                    Assert.That(_api.Check(media["schema"]!, media["example"]), Is.Empty, $"{where} {type}");
                    count++;
                }
            }
        });
        Assert.That(count, Is.GreaterThan(40));
    }

    [Test]
    public void Every_refusal_has_the_status_of_its_code()
    {
        foreach (var (name, operation) in _api.Operations)
        {
            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                if (_api.Resolve(response!)["content"]?["application/problem+json"]?["example"] is not { } example) continue;
                Assert.That((string?)example["status"]!.ToJsonString(), Is.EqualTo(status), name);
                Assert.That((int)Problems.StatusOf((string)example["code"]!), Is.EqualTo((int)example["status"]!), name);
            }
        }
    }

    [TestCase("GET /api/rooms", "/api/rooms", 200)]
    [TestCase("GET /api/rooms/{room}", "/api/rooms/lobby", 200)]
    [TestCase("GET /api/rooms/{room}", "/api/rooms/nowhere", 404)]
    [TestCase("GET /api/rooms/{room}", "/api/rooms/a%20b", 400)]
    [TestCase("GET /api/rooms/{room}/messages", "/api/rooms/lobby/messages", 200)]
    [TestCase("GET /api/rooms/{room}/messages", "/api/rooms/lobby/messages?after=0&limit=5", 200)]
    [TestCase("GET /api/rooms/{room}/messages", "/api/rooms/lobby/messages?after=x", 400)]
    [TestCase("GET /api/rooms/{room}/messages", "/api/rooms/lobby/messages?around=1", 200)]
    [TestCase("GET /api/search", "/api/search?q=build&room=lobby", 200)]
    [TestCase("GET /api/search", "/api/search?q=a&limit=1", 200)]
    [TestCase("GET /api/search", "/api/search?q=", 400)]
    [TestCase("GET /api/search", "/api/search?q=a&room=nowhere", 404)]
    [TestCase("GET /api/rooms/{room}/events", "/api/rooms/nowhere/events", 404)]
    [TestCase("POST /api/rooms/{room}/messages", "/api/rooms/lobby/messages", 201, """{"text":"hi","id":"1"}""")]
    [TestCase("POST /api/rooms/{room}/messages", "/api/rooms/lobby/messages?key=k", 200, """{"text":"build 90 %"}""")]
    [TestCase("POST /api/rooms/{room}/messages", "/api/rooms/lobby/messages", 400)]
    [TestCase("POST /api/rooms/{room}/messages", "/api/rooms/lobby/messages?text=hi", 409, """{"name":"Ann"}""")]
    [TestCase("GET /api/keys", "/api/keys", 200)]
    [TestCase("POST /api/keys", "/api/keys?name=nightly", 201)]
    [TestCase("POST /api/keys", "/api/keys", 400)]
    [TestCase("DELETE /api/keys/{name}", "/api/keys/nobody", 404)]
    [TestCase("GET /api/openapi.json", "/api/openapi.json", 200)]
    public async Task What_is_answered_has_the_shape_that_is_described(string operation, string path, int status, string? body = null)
    {
        // A room in which there is something of every kind to show.
        await using var admin = await AdminAsync();
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        await SayAsync("build 40 %", query: "?key=k&id=i");
        await admin.AskAsync(new { type = "react", id = "r", room = "lobby", target = 1, text = "👍" });
        await admin.AskAsync(new { type = "say", id = "s", room = "lobby", text = "thanks", reply = 1 });
        await ActAsync(admin, "topic", new { text = "builds" });
        await ActAsync(admin, "mute", new { person = ann.Id, seconds = 60, text = "loud" });
        await Api.PostAsync("/api/keys", """{"name":"weekly"}""", Json, $"Authorization: Bearer {AdminKey}");

        string[] headers = path.StartsWith("/api/keys", StringComparison.Ordinal) ? [$"Authorization: Bearer {AdminKey}"] : [];
        var answer = await Api.SendAsync(new HttpMethod(operation.Split(' ')[0]), path, body is null ? null : ApiClient.Body(body, Json), headers);
        Assert.That((int)answer.Status, Is.EqualTo(status), answer.Text);
        if (body is not null && status < 300)
        {
            var taken = _api.Operations[operation]["requestBody"]!["content"]![Json]!["schema"]!;
            Assert.That(_api.Check(taken, JsonNode.Parse(body)), Is.Empty, "what was taken");
        }
        var described = _api.Operations[operation]["responses"]![$"{status}"];
        Assert.That(described, Is.Not.Null, $"{operation} doesn't tell of {status}");
        var response = _api.Resolve(described!);
        foreach (var header in response["headers"]?.AsObject().Select(header => header.Key) ?? [])
        {
            if (header == "Retry-After") continue;
            Assert.That(answer.Headers.Contains(header), $"{operation} {status} has no {header}");
        }
        var media = response["content"]![answer.ContentHeaders.ContentType!.MediaType!];
        Assert.That(media, Is.Not.Null, $"{operation} {status} doesn't tell of {answer.ContentHeaders.ContentType}");
        if (operation == "GET /api/openapi.json") return;
        Assert.That(_api.Check(media!["schema"]!, answer.Json), Is.Empty, answer.Text);
    }

    [Test]
    public async Task A_stream_begins_and_goes_on_as_described()
    {
        await SayAsync("before");
        using var stream = new StreamReader(await Api.Http.GetStreamAsync("/api/rooms/lobby/events?after=0"));
        var data = new List<JsonNode?>();
        while (data.Count < 2 && await stream.ReadLineAsync().WaitAsync(ChatPeer.Patience) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data.Add(JsonNode.Parse(line["data: ".Length..]));
        }
        var schemas = _api.Document["components"]!["schemas"]!;
        Assert.That(_api.Check(schemas["StreamJoined"]!, data[0]), Is.Empty);
        Assert.That(_api.Check(schemas["Event"]!, data[1]), Is.Empty);
    }

    [Test]
    public async Task The_document_is_served_and_of_this_version()
    {
        var answer = await Api.GetAsync("/api/openapi.json");
        Assert.That(JsonNode.DeepEquals(answer.Json, _api.Document));
        Assert.That((string?)answer.Json["openapi"], Is.EqualTo("3.1.0"));
        Assert.That((string?)answer.Json["info"]!["version"], Is.EqualTo(typeof(ServerHost).Assembly.GetName().Version!.ToString(3)));
    }

    [TestCase("""{"id":"a"}""", "$.name is missing")]
    [TestCase("""{"id":"a","name":7}""", "$.name: 7 isn't of type string")]
    [TestCase("""{"id":"a","name":"b","age":7}""", "$.age isn't described")]
    [TestCase("""{"id":"a","name":"b"}""", null)]
    public void The_check_of_shapes_finds_what_is_wrong(string json, string? problem) => Assert.That(
        _api.Check(JsonNode.Parse("""{"$ref":"#/components/schemas/Sender"}""")!, JsonNode.Parse(json)),
        Is.EqualTo(problem is null ? [] : new[] { problem }));

    private IEnumerable<(string Where, JsonObject Content)> Contents()
    {
        foreach (var (name, operation) in _api.Operations)
        {
            if (operation["requestBody"]?["content"] is { } body) yield return ($"{name} takes", body.AsObject());
            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                if (_api.Resolve(response!)["content"] is { } content) yield return ($"{name} {status}", content.AsObject());
            }
        }
    }

    private static IEnumerable<string> Listed(JsonNode schema) => schema["enum"]!.AsArray().Select(value => (string)value!);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?:QueryValue\(|TryRead\(exchange, )""([a-z-]+)""")]
    private static partial Regex QueryField();
}
