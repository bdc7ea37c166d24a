using CommandLine;

namespace ChatServer.Tests.Support;

/// <summary>Reads flags into settings without printing anything.</summary>
internal static class CommandLineOptions
{
    /// <exception cref="SettingsException">A value is out of bounds.</exception>
    public static Settings Settings(params string[] args)
    {
        using var parser = new Parser(with => with.AllowMultiInstance = true);
        return ChatServer.Settings.From(parser.ParseArguments<ServerOptions>(args).Value);
    }
}
