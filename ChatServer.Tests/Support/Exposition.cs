using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatServer.Tests.Support;

/// <summary>What <c>/metrics</c> answered, read strictly: the text format of Prometheus, version 0.0.4.</summary>
internal sealed partial class Exposition
{
    private Exposition(IReadOnlyDictionary<string, Family> families) => Families = families;

    public IReadOnlyDictionary<string, Family> Families { get; }

    public IEnumerable<Sample> Samples => Families.Values.SelectMany(family => family.Samples);

    /// <summary>The value of one sample, written as it stands there, such as <c>x_total{kind="a"}</c>.</summary>
    public double this[string sample] => Samples.Single(one => one.Written == sample).Value;

    public static async Task<Exposition> GetAsync(ApiClient api)
    {
        var answer = await api.GetAsync("/metrics");
        Assert.That((int)answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That(answer.ContentHeaders.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        return Parse(answer.Text);
    }

    public static Exposition Parse(string text)
    {
        Assert.That(text, Does.EndWith("\n"));
        var families = new Dictionary<string, Family>();
        Family? family = null;
        string? help = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } helpLine)
            {
                help = helpLine.Groups[2].Value;
                family = null;
            }
            else if (Type().Match(line) is { Success: true } typeLine)
            {
                Assert.That(help, Is.Not.Null, $"{line} comes before its HELP");
                family = new Family(typeLine.Groups[1].Value, typeLine.Groups[2].Value, help!);
                Assert.That(families.TryAdd(family.Name, family), $"{family.Name} comes twice");
            }
            else
            {
                Assert.That(family, Is.Not.Null, $"«{line}» belongs to nothing");
                family!.Add(Read(line));
            }
        }
        return new Exposition(families);
    }

    private static Sample Read(string line)
    {
        var match = SampleLine().Match(line);
        Assert.That(match.Success, $"«{line}» isn't a sample");
        var labels = Label().Matches(match.Groups["labels"].Value)
            .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value);
        return new Sample(
            match.Groups["name"].Value, labels, line[..line.LastIndexOf(' ')],
            double.Parse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*)\})? (?<value>[-+0-9.eE]+)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("([a-z_]+)=\"([^\"]*)\"")]
    private static partial Regex Label();

    /// <summary>All samples of one name.</summary>
    internal sealed record Family(string Name, string Kind, string Help)
    {
        private readonly List<Sample> _samples = [];

        public IReadOnlyList<Sample> Samples => _samples;

        public void Add(Sample sample)
        {
            string[] names = Kind == "histogram" ? [Name + "_sum", Name + "_count", Name + "_bucket"] : [Name];
            Assert.That(names, Does.Contain(sample.Name), $"{sample.Written} isn't of {Name}");
            Assert.That(_samples.Select(one => one.Written), Does.Not.Contain(sample.Written), "twice");
            _samples.Add(sample);
        }
    }

    /// <summary>One line.</summary>
    internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, string Written, double Value);
}
