namespace ChatServer.Commands;

/// <summary>A command was given what can't be; the message is one clear line.</summary>
internal sealed class UsageFailure(string message) : Exception(message);
