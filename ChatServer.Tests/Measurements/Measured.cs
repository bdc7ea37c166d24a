using System.Globalization;

namespace ChatServer.Tests.Measurements;

/// <summary>What measurements read and say.</summary>
internal static class Measured
{
    /// <summary>A number of the environment.</summary>
    public static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    /// <summary>The median of times in milliseconds, and more.</summary>
    public static string Quantiles(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted[sorted.Length / 2]:N1} ms, p95 {sorted[(int)(sorted.Length * .95)]:N1} ms, most {sorted[^1]:N1} ms");
    }

    /// <summary>Says a line: to the file that REPORT names, as the runner keeps what tests write until they end.</summary>
    public static void Report(string line)
    {
        if (Environment.GetEnvironmentVariable("REPORT") is { } path) File.AppendAllText(path, line + "\n");
        else TestContext.Out.WriteLine(line);
    }
}
