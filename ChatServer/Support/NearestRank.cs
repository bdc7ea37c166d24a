using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>Percentiles by nearest rank: of n in ascending order, the p-th is number ⌈p/100·n⌉.</summary>
internal static class NearestRank
{
    /// <summary>Median and 90th percentile, in seconds.</summary>
    /// <param name="milliseconds">In any order; what is <c>null</c> doesn't count.</param>
    /// <returns><c>null</c> if there are none.</returns>
    public static Percentiles? Of(IEnumerable<long?> milliseconds)
    {
        long[] sorted = [.. milliseconds.OfType<long>().Order()];
        return sorted.Length == 0 ? null : new Percentiles(At(sorted, 50), At(sorted, 90));
    }

    private static double At(long[] sorted, int percent) =>
        sorted[(((sorted.Length * percent) + 99) / 100) - 1] / 1000.0;
}
