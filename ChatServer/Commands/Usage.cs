using System.Globalization;
using System.Reflection;
using CommandLine;

namespace ChatServer.Commands;

/// <summary>How every command line is read, the server's too, and what is said of a wrong one.</summary>
internal static class Usage
{
    /// <summary>Exit code for a wrong flag or value.</summary>
    public const int BadUsage = 2;

    /// <summary>Columns of what <c>--help</c> prints.</summary>
    public const int HelpColumns = 110;

    public static Parser NewParser() => new(with =>
    {
        with.HelpWriter = null;
        with.AllowMultiInstance = true;
        with.CaseInsensitiveEnumValues = true;
        with.EnableDashDash = true;
        with.ParsingCulture = CultureInfo.InvariantCulture;
    });

    /// <summary>
    /// The first flag that has no value and needs one; <c>null</c> if there is none. The parser takes it for
    /// one that isn't there.
    /// </summary>
    public static string? FlagWithoutValue(Type options, string[] args)
    {
        var valued = Valued(options);
        for (var i = 0; i < args.Length && args[i] != "--"; i++)
        {
            var isLast = i == args.Length - 1 || args[i + 1].StartsWith("--", StringComparison.Ordinal);
            if (isLast && valued.Contains(args[i])) return args[i];
        }
        return null;
    }

    /// <summary>
    /// The same command line, where a value that begins with a dash, as one key in 64 does, isn't taken for a
    /// flag.
    /// </summary>
    public static string[] WithDashedValues(Type options, string[] args)
    {
        var valued = Valued(options);
        var whole = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--") return [.. whole, .. args[i..]];
            var isJoined = i + 1 < args.Length && args[i + 1].StartsWith('-') && valued.Contains(args[i]);
            whole.Add(isJoined ? $"{args[i]}={args[++i]}" : args[i]);
        }
        return [.. whole];
    }

    /// <summary>Says in one line why a command line isn't taken.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(string reason)
    {
        Console.Error.WriteLine($"{reason} See --help.");
        return BadUsage;
    }

    public static string Describe(Error error) => error switch
    {
        UnknownOptionError unknown => $"There is no flag --{unknown.Token}.",
        MissingValueOptionError missing => $"--{missing.NameInfo.LongName} needs a value.",
        BadFormatConversionError bad => $"--{bad.NameInfo.LongName} has a value of the wrong kind.",
        BadFormatTokenError token => $"«{token.Token}» is not understood.",
        NamedError named => $"--{named.NameInfo.LongName} is not understood.",
        _ => "The command line is not understood.",
    };

    private static HashSet<string> Valued(Type options) =>
    [
        .. options.GetProperties()
            .Where(property => property.PropertyType != typeof(bool))
            .Select(property => property.GetCustomAttribute<OptionAttribute>()).OfType<OptionAttribute>()
            .Select(option => "--" + option.LongName),
    ];
}
