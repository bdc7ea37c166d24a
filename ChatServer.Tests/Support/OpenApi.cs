using System.Text.Json.Nodes;

namespace ChatServer.Tests.Support;

/// <summary>
/// ChatServer/Site/openapi.json, read for tests: its operations, and whether a JSON value has the shape that a schema says. Unlike
/// for clients, a field that the schema doesn't have is wrong here.
/// </summary>
internal sealed class OpenApi(JsonObject document)
{
    /// <summary>Keywords that say nothing of the shape.</summary>
    private static readonly HashSet<string> Annotations = ["description", "example", "default", "format"];

    public JsonObject Document => document;

    /// <summary>Every operation, under its method in capitals and its path.</summary>
    public IReadOnlyDictionary<string, JsonObject> Operations { get; } = document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject()
            .Where(operation => operation.Key != "parameters")
            .Select(operation => (Name: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!.AsObject())))
        .ToDictionary(one => one.Name, one => one.Operation);

    public static OpenApi Read() => new(JsonNode.Parse(File.ReadAllText(Path.Combine(Sources.Root, "ChatServer", "Site", "openapi.json")))!.AsObject());

    /// <summary>What stands there, or where its reference leads.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        if ((string?)node["$ref"] is not { } reference) return node.AsObject();
        Assert.That(node.AsObject(), Has.Count.EqualTo(1), $"beside {reference} nothing counts");
        JsonNode? target = document;
        foreach (var name in reference.Split('/').Skip(1)) target = target?[name];
        return target?.AsObject() ?? throw new AssertionException($"{reference} leads nowhere");
    }

    /// <summary>The parameters of an operation, those of its path too.</summary>
    public IEnumerable<JsonObject> Parameters(string operation)
    {
        var path = document["paths"]![operation[(operation.IndexOf(' ', StringComparison.Ordinal) + 1)..]]!;
        return new[] { path["parameters"], Operations[operation]["parameters"] }
            .SelectMany(parameters => parameters?.AsArray() ?? []).Select(parameter => Resolve(parameter!));
    }

    /// <summary>What is wrong with a value, each with where it is; empty if it has the shape.</summary>
    public IEnumerable<string> Check(JsonNode schema, JsonNode? value, string where = "$")
    {
        var resolved = Resolve(schema);
        foreach (var (keyword, argument) in resolved)
        {
            if (Annotations.Contains(keyword)) continue;
            foreach (var problem in Check(resolved, keyword, argument!, value, where)) yield return problem;
        }
    }

    private IEnumerable<string> Check(JsonObject schema, string keyword, JsonNode argument, JsonNode? value, string where) => keyword switch
    {
        "type" => Is(value, (string)argument!) ? [] : [$"{where}: {value?.ToJsonString() ?? "null"} isn't of type {argument}"],
        "const" => JsonNode.DeepEquals(value, argument) ? [] : [$"{where}: {value?.ToJsonString()} isn't {argument.ToJsonString()}"],
        "enum" => argument.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{where}: {value?.ToJsonString()} isn't in the list"],
        "required" => argument.AsArray().Where(name => value?[(string)name!] is null).Select(name => $"{where}.{name} is missing"),
        "properties" => (value as JsonObject ?? []).SelectMany(
            field => argument[field.Key] is { } property ? Check(property, field.Value, $"{where}.{field.Key}") : [$"{where}.{field.Key} isn't described"]),
        "additionalProperties" => (value as JsonObject ?? []).SelectMany(field => Check(argument, field.Value, $"{where}.{field.Key}")),
        "items" => (value as JsonArray ?? []).SelectMany((item, n) => Check(argument, item, $"{where}[{n}]")),
        "minimum" => (decimal)value! >= (decimal)argument! ? [] : [$"{where}: {value} is under {argument}"],
        "maximum" => (decimal)value! <= (decimal)argument! ? [] : [$"{where}: {value} is over {argument}"],
        "minLength" => ((string)value!).Length >= (int)argument! ? [] : [$"{where}: «{value}» is too short"],
        "maxLength" => ((string)value!).Length <= (int)argument! ? [] : [$"{where}: «{value}» is too long"],
        _ => [$"{where}: this test doesn't know the keyword {keyword} of {schema.ToJsonString()}"],
    };

    private static bool Is(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue text && text.TryGetValue<string>(out _),
        "boolean" => value is JsonValue flag && flag.TryGetValue<bool>(out _),
        "integer" => value is JsonValue whole && whole.TryGetValue<long>(out _),
        "number" => value is JsonValue number && number.TryGetValue<double>(out _),
        _ => false,
    };
}
