namespace ChatServer.Transport;

/// <summary>
/// The bytes of one client, over TCP or over what will wrap it. A read with an empty buffer waits until there
/// is something to read, and holds no memory meanwhile.
/// </summary>
public abstract class ClientStream : Stream
{
    /// <summary>Writes as much as goes without waiting.</summary>
    /// <returns>The number of bytes taken; 0 if the peer isn't ready; −1 if the connection is gone.</returns>
    public abstract int TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Tells the peer that nothing more will come; reading goes on.</summary>
    public abstract void ShutdownWrite();

    /// <summary>Drops the connection. What waits on it ends with an exception.</summary>
    public abstract void Abort();

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
