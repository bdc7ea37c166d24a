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
        return sorted.Length == 0 ? null : new Percentiles(At(sorted, 50) / 1000.0, At(sorted, 90) / 1000.0);
    }

    /// <summary>One percentile of what is in ascending order, and not empty.</summary>
    public static long At(ReadOnlySpan<long> sorted, int percent) =>
        sorted[(((sorted.Length * percent) + 99) / 100) - 1];
}
