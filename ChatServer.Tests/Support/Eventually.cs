using System.Diagnostics;

namespace ChatServer.Tests.Support;

/// <summary>For what the server does after its last word to the peer, so that no event tells of it.</summary>
internal static class Eventually
{
    /// <summary>Asks again until it is so, or patience is at its end.</summary>
    public static async Task IsAsync(Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (watch.Elapsed > ChatPeer.Patience) throw new AssertionException("it has not become so");
            await Task.Yield();
        }
    }

    public static Task IsAsync(Func<bool> isSo) => IsAsync(() => Task.FromResult(isSo()));
}
