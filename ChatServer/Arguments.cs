using System.Net;
using System.Net.Sockets;
using System.Reflection;
using CommandLine;
using CommandLine.Text;

namespace ChatServer;

/// <summary>Reads the command line, and says in one line what is wrong with it.</summary>
internal static class Arguments
{
    /// <summary>Exit code for a wrong flag or value.</summary>
    private const int BadUsage = 2;

    /// <returns><c>null</c> and the settings; or the exit code, when something else was wanted or something
    /// is wrong.</returns>
    public static int? Parse(string[] args, out Settings? settings)
    {
        settings = null;
        if (FlagWithoutValue(args) is { } flag) return Refuse($"{flag} needs a value.");
        using var parser = new Parser(with =>
        {
            with.HelpWriter = null;
            with.AllowMultiInstance = true;
            with.CaseInsensitiveEnumValues = true;
            with.ParsingCulture = System.Globalization.CultureInfo.InvariantCulture;
        });
        var result = parser.ParseArguments<ServerOptions>(args);
        if (result.Errors.FirstOrDefault() is { } error) return Explain(error, result);
        if (result.Value.Words.FirstOrDefault() is { } word) return Refuse($"«{word}» is not understood.");
        try
        {
            settings = Settings.From(result.Value);
            return null;
        }
        catch (SettingsException e)
        {
            Console.Error.WriteLine(e.Message);
            return BadUsage;
        }
    }

    /// <summary>Why a port can't be had, and what to try.</summary>
    public static string Explain(SocketException e, IPEndPoint endPoint) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Port {endPoint.Port} is in use: stop what uses it, or try --port "
            + $"{(endPoint.Port < 65535 ? endPoint.Port + 1 : 8000)}.",
        SocketError.AccessDenied => $"Port {endPoint.Port} may not be used by this account: try --port 8000.",
        SocketError.AddressNotAvailable =>
            $"{endPoint.Address} isn't an address of this machine: try --bind 0.0.0.0.",
        _ => $"Port {endPoint.Port} on {endPoint.Address} can't be had: {e.Message}",
    };

    private static int Explain(Error error, ParserResult<ServerOptions> result)
    {
        switch (error)
        {
            case HelpRequestedError:
                Console.Out.WriteLine(Help(result));
                return 0;
            case VersionRequestedError:
                Console.Out.WriteLine(HeadingInfo.Default);
                return 0;
            default:
                return Refuse(Describe(error));
        }
    }

    // The parser takes a flag without its value for one that isn't there.
    private static string? FlagWithoutValue(string[] args)
    {
        var valued = typeof(ServerOptions).GetProperties()
            .Where(property => property.PropertyType != typeof(bool))
            .Select(property => property.GetCustomAttribute<OptionAttribute>()).OfType<OptionAttribute>()
            .Select(option => "--" + option.LongName).ToHashSet();
        for (var i = 0; i < args.Length; i++)
        {
            var isLast = i == args.Length - 1 || args[i + 1].StartsWith("--", StringComparison.Ordinal);
            if (isLast && valued.Contains(args[i])) return args[i];
        }
        return null;
    }

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine($"{reason} See --help.");
        return BadUsage;
    }

    private static string Describe(Error error) => error switch
    {
        UnknownOptionError unknown => $"There is no flag --{unknown.Token}.",
        MissingValueOptionError missing => $"--{missing.NameInfo.LongName} needs a value.",
        BadFormatConversionError bad => $"--{bad.NameInfo.LongName} has a value of the wrong kind.",
        BadFormatTokenError token => $"«{token.Token}» is not understood.",
        NamedError named => $"--{named.NameInfo.LongName} is not understood.",
        _ => "The command line is not understood.",
    };

    private static string Help(ParserResult<ServerOptions> result)
    {
        var help = HelpText.AutoBuild(
            result,
            text =>
            {
                text.Heading = "ChatServer: a chat for the local network, from one command.";
                text.Copyright = "Usage: ./run.sh [flags]      ./run.sh test runs every test.";
                text.AdditionalNewLineAfterOption = false;
                text.AddDashesToOption = true;
                text.MaximumDisplayWidth = 110;
                return text;
            },
            example => example);
        return help.ToString();
    }
}
