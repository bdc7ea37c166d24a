using System.Net;
using System.Net.Sockets;
using ChatServer.Commands;
using CommandLine;
using CommandLine.Text;

namespace ChatServer;

/// <summary>Reads the command line, and says in one line what is wrong with it.</summary>
internal static class Arguments
{
    /// <returns><c>null</c> and the settings; or the exit code, when something else was wanted or something
    /// is wrong.</returns>
    public static int? Parse(string[] args, out Settings? settings)
    {
        settings = null;
        if (Usage.FlagWithoutValue(typeof(ServerOptions), args) is { } flag)
            return Usage.Refuse($"{flag} needs a value.");
        using var parser = Usage.NewParser();
        var result = parser.ParseArguments<ServerOptions>(
            Usage.WithDashedValues(typeof(ServerOptions), args));
        if (result.Errors.FirstOrDefault() is { } error) return Explain(error, result);
        if (result.Value.Words.FirstOrDefault() is { } word)
            return Usage.Refuse($"«{word}» is not understood.");
        try
        {
            settings = Settings.From(result.Value);
            return null;
        }
        catch (SettingsException e)
        {
            Console.Error.WriteLine(e.Message);
            return Usage.BadUsage;
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
                return Usage.Refuse(Usage.Describe(error));
        }
    }

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
                text.MaximumDisplayWidth = Usage.HelpColumns;
                text.AddPostOptionsLines(
                [
                    "Commands, most for a server that runs, here or elsewhere (--help after one tells more):",
                    "",
                    .. CommandTable.Lines,
                ]);
                return text;
            },
            example => example);
        return help.ToString();
    }
}
