namespace ChatServer.Tests.Fuzz;

/// <summary>Makes wrong bytes out of right ones, in a few small steps.</summary>
/// <param name="random">Decides; the same seed makes the same bytes.</param>
/// <param name="tokens">What means something in the format, to be put where it doesn't belong.</param>
internal sealed class ByteMutator(Random random, byte[][] tokens)
{
    public byte[] Mutate(byte[] right)
    {
        var bytes = new List<byte>(right);
        for (var steps = random.Next(1, 5); steps > 0; steps--) Step(bytes);
        return [.. bytes];
    }

    private void Step(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var count = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, count);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                break;
            case 4 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5 when random.Next(50) == 0:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(20_000)));
                break;
            case 6:
                var some = new byte[random.Next(1, 9)];
                random.NextBytes(some);
                bytes.InsertRange(at, some);
                break;
            default:
                bytes.InsertRange(at, tokens[random.Next(tokens.Length)]);
                break;
        }
    }
}
