using System.Text.RegularExpressions;
using ChatServer.Tests.Support;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace ChatServer.Tests;

/// <summary>Draws the arrows of the design: folder = namespace = layer, and a layer names only those below it.</summary>
public sealed partial class LayeringTests
{
    private const string Root = "ChatServer";

    // What each layer may name besides itself. Only the root, where all is put together, may name everybody.
    private static readonly Dictionary<string, string[]> MayName = new()
    {
        ["Protocol"] = [],
        ["Commands"] = ["Bench", "Diagnosis", "Protocol"],
        ["Diagnosis"] = ["Protocol"],
        ["Log"] = ["Protocol"],
        ["Transport"] = ["Protocol"],
        ["Rooms"] = ["Log", "Protocol"],
        ["Support"] = ["Rooms", "Log", "Protocol"],
        ["Endpoints"] = ["Transport", "Rooms", "Support", "Log", "Protocol"],
        ["Bench"] = [],
        ["Files"] = ["Rooms", "Log", "Protocol"],
        ["Webhooks"] = ["Rooms", "Log", "Protocol"],
        ["Site"] = ["Transport", "Rooms", "Support", "Files", "Webhooks", "Diagnosis", "Log", "Protocol"],
    };

    private static readonly string[] NamedByTheRoot = ["Endpoints", "Files", "Log", "Rooms", "Site", "Transport", "Webhooks"];

    private AssemblyDefinition _assembly = null!;

    [OneTimeSetUp]
    public void Read() => _assembly = AssemblyDefinition.ReadAssembly(typeof(ServerHost).Assembly.Location);

    [OneTimeTearDown]
    public void Dispose() => _assembly.Dispose();

    [Test]
    public void No_layer_names_one_that_it_must_not_know()
    {
        var wrong = new SortedSet<string>();
        foreach (var type in _assembly.MainModule.GetAllTypes())
        {
            if (LayerOf(type) is not { } layer || layer == Root) continue;
            Assert.That(MayName, Does.ContainKey(layer), $"{type.FullName} is in no layer of the design");
            foreach (var named in NamedBy(type))
            {
                if (LayerOf(named) is { } other && other != layer && !MayName[layer].Contains(other))
                    wrong.Add($"{type.FullName} names {named.FullName}");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Only_what_measures_knows_with_what()
    {
        var users = _assembly.MainModule.GetAllTypes()
            .Where(type => NamedBy(type).Any(named => named.Namespace == "Prometheus")).ToList();
        Assert.That(users.Select(type => type.Name), Does.Contain("Meters"));
        Assert.That(users.Where(type => OutermostOf(type).Namespace != "ChatServer.Site.Monitoring").Select(type => type.FullName), Is.Empty);
    }

    [Test]
    public void The_test_sees_what_is_named_in_bodies_lambdas_and_generic_arguments()
    {
        var host = _assembly.MainModule.GetType("ChatServer.ServerHost");
        Assert.That(NamedBy(host).Select(LayerOf), Is.SupersetOf(NamedByTheRoot));
        // Named in an asynchronous method only, which the compiler makes a nested type of.
        var pump = _assembly.MainModule.GetType("ChatServer.Rooms.RoomPump");
        var nested = pump.NestedTypes.Where(type => type.Name.Contains("AppendAndSendAsync", StringComparison.Ordinal)).ToList();
        Assert.That(nested, Is.Not.Empty);
        Assert.That(nested.SelectMany(NamedBy).Select(type => type.Name), Does.Contain("RoomEvent"));
        var table = _assembly.MainModule.GetType("ChatServer.Endpoints.WebSocketListener");
        Assert.That(NamedBy(table).Select(type => type.Name), Does.Contain("Session"), "an argument of ConcurrentDictionary");
    }

    [Test]
    public void The_namespace_of_every_file_is_its_folder()
    {
        var wrong = new List<string>();
        foreach (var project in (string[])["ChatServer", "ChatServer.Tests"])
        {
            var folder = Path.Combine(Sources.Root, project);
            foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            {
                var path = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
                if (path.Contains("bin") || path.Contains("obj")) continue;
                var expected = string.Join('.', [project, .. path.SkipLast(1)]);
                var declared = Namespace().Match(File.ReadAllText(file));
                // A program of top-level statements has none.
                if (declared.Success ? declared.Groups[1].Value != expected : path is not [.., "Program.cs"]) wrong.Add(file);
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_type_is_in_the_namespace_of_a_layer_or_of_the_root()
    {
        var own = _assembly.MainModule.Types.Where(type => type.Namespace.StartsWith(Root, StringComparison.Ordinal));
        var strays = own.Where(type => LayerOf(type) is not { } layer || (layer != Root && !MayName.ContainsKey(layer)));
        Assert.That(strays.Select(type => type.FullName), Is.Empty);
    }

    private static TypeReference OutermostOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }

    private static string? LayerOf(TypeReference type)
    {
        type = OutermostOf(type);
        if (type.Scope is not ModuleDefinition) return null;
        if (type.Namespace == Root) return Root;
        return type.Namespace.StartsWith(Root + ".", StringComparison.Ordinal) ? type.Namespace[(Root.Length + 1)..].Split('.')[0] : null;
    }

    private static IEnumerable<TypeReference> NamedBy(TypeDefinition type)
    {
        var named = new List<TypeReference?> { type.BaseType };
        named.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        named.AddRange(type.CustomAttributes.SelectMany(Attribute));
        named.AddRange(type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType));
        named.AddRange(type.Fields.SelectMany(field => field.CustomAttributes.SelectMany(Attribute).Append(field.FieldType)));
        named.AddRange(type.Properties.SelectMany(property => property.CustomAttributes.SelectMany(Attribute).Append(property.PropertyType)));
        named.AddRange(type.Events.Select(e => e.EventType));
        foreach (var method in type.Methods) named.AddRange(NamedBy(method));
        return named.SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> NamedBy(MethodDefinition method)
    {
        var named = new List<TypeReference?>();
        named.AddRange(Signature(method));
        named.AddRange(method.CustomAttributes.SelectMany(Attribute));
        named.AddRange(method.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType));
        named.AddRange(method.Overrides.SelectMany(Signature));
        if (!method.HasBody) return named;
        named.AddRange(method.Body.Variables.Select(variable => variable.VariableType));
        named.AddRange(method.Body.ExceptionHandlers.Select(handler => handler.CatchType));
        foreach (var instruction in method.Body.Instructions) named.AddRange(Operand(instruction));
        return named;
    }

    private static IEnumerable<TypeReference?> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => Signature(method).Concat(method.GenericArguments),
        MethodReference method => Signature(method),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType).Append(method.DeclaringType);

    private static IEnumerable<TypeReference?> Attribute(CustomAttribute attribute) =>
        attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference).Append(attribute.AttributeType);

    // Arrays, pointers and generic types fall apart into what they are made of.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    [GeneratedRegex("^namespace ([A-Za-z.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
