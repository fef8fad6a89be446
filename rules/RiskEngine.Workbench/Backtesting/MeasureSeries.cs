using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>What a rule measured for one key, down-sampled: the smallest and the largest measure in each of equal slices of time.</summary>
/// <param name="rule">The rule.</param>
/// <param name="key">The key.</param>
/// <param name="span">The time that the slices cover.</param>
/// <param name="slices">How many slices.</param>
public sealed class MeasureSeries(Rule rule, string key, RecordedSpan span, int slices)
{
    private readonly double[] _lowest = Filled(slices);
    private readonly double[] _highest = Filled(slices);

    /// <summary>The rule.</summary>
    public Rule Rule { get; } = rule;

    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>How many slices there are.</summary>
    public int Slices => _lowest.Length;

    /// <summary>The smallest measure of a slice; NaN where nothing was measured.</summary>
    public double Lowest(int slice) => _lowest[slice];

    /// <summary>The largest measure of a slice; NaN where nothing was measured.</summary>
    public double Highest(int slice) => _highest[slice];

    /// <summary>Takes in a measurement; what is no finite number is passed over.</summary>
    public void Add(EventTime at, double measure)
    {
        if (!double.IsFinite(measure)) return;
        var share = span.Last > span.First ? (at - span.First) / (span.Last - span.First) : 0;
        var slice = Math.Clamp((int)(share * Slices), 0, Slices - 1);
        if (!(_lowest[slice] <= measure)) _lowest[slice] = measure;
        if (!(_highest[slice] >= measure)) _highest[slice] = measure;
    }

    private static double[] Filled(int slices)
    {
        var values = new double[slices];
        Array.Fill(values, double.NaN);
        return values;
    }
}
