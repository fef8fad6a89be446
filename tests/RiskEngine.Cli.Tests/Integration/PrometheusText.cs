using System.Globalization;
using System.Text.RegularExpressions;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>The Prometheus text format 0.0.4, read strictly.</summary>
internal sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly HashSet<string> _helps = [];

    /// <summary>All samples in order.</summary>
    public List<MetricSample> Samples { get; } = [];

    /// <summary>Parses a page.</summary>
    /// <exception cref="FormatException">A line breaks the format, a sample has no family, or two samples are the same.</exception>
    public static PrometheusText Parse(string text)
    {
        if (!text.EndsWith('\n')) throw new FormatException("the last line has no end");
        var page = new PrometheusText();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) page.Take(line);
        if (page.Samples.GroupBy(sample => sample.Identity).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new FormatException($"twice: {twice.Key}");
        return page;
    }

    /// <summary>The values of a metric by one label, where the other labels are as given.</summary>
    public Dictionary<string, double> By(string label, string name, string otherLabel = "", string otherValue = "") => Samples
        .Where(sample => sample.Name == name && (otherLabel.Length == 0 || sample.Labels.GetValueOrDefault(otherLabel) == otherValue))
        .ToDictionary(sample => sample.Labels[label], sample => sample.Value);

    private void Take(string line)
    {
        if (Help().Match(line) is { Success: true } help)
        {
            if (!_helps.Add(help.Groups[1].Value)) throw new FormatException($"a second HELP: {line}");
        }
        else if (Type().Match(line) is { Success: true } type)
        {
            if (!_types.TryAdd(type.Groups[1].Value, type.Groups[2].Value)) throw new FormatException($"a second TYPE: {line}");
        }
        else if (Sample().Match(line) is { Success: true } sample)
        {
            Take(sample);
        }
        else
        {
            throw new FormatException($"no sample: {line}");
        }
    }

    private void Take(Match sample)
    {
        var name = sample.Groups[1].Value;
        if (!_types.TryGetValue(name, out var type)) throw new FormatException($"{name} has no TYPE before it");
        if (type == "counter" && !name.EndsWith("_total", StringComparison.Ordinal)) throw new FormatException($"counter {name} does not end in _total");
        var labels = Label().Matches(sample.Groups[2].Value).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value);
        var value = sample.Groups[3].Value switch
        {
            "NaN" => double.NaN,
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        Samples.Add(new MetricSample(name, labels, value));
    }

    [GeneratedRegex("^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .+$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (NaN|[+-]Inf|[-+0-9.eE]+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)",?""")]
    private static partial Regex Label();
}
