namespace ChatServer.Commands;

/// <summary>A command can't do what it is for; the message is one clear line.</summary>
internal class CommandFailure(string message, Exception? inner = null) : Exception(message, inner);
