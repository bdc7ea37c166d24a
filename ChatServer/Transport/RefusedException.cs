namespace ChatServer.Transport;

/// <summary>
/// A request that is answered by the door itself and goes no further. Caught in one place, the door.
/// </summary>
/// <param name="status">The HTTP status of the answer.</param>
/// <param name="message">One line for whoever looks at the answer.</param>
/// <param name="headers">Further header lines, each ended by CR LF.</param>
public sealed class RefusedException(int status, string message, string headers = "") : Exception(message)
{
    public int Status { get; } = status;

    public string Headers { get; } = headers;
}
