namespace RiskEngine.Rules.Cases;

/// <summary>A part of a series: some values, or a gap.</summary>
/// <param name="Value">The first value: a double, a bool, a text or null.</param>
/// <param name="Step">What each further number adds.</param>
/// <param name="Count">How many values; 0 for a gap.</param>
public sealed record SeriesRun(object? Value, double Step, int Count)
{
    /// <summary>For a gap: how long after the value before it the next one comes; zero otherwise.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>A stretch without values.</summary>
    public static SeriesRun Silence(TimeSpan gap) => new(null, 0, 0) { Gap = gap };

    /// <summary>The value at an index, from 0.</summary>
    public object? At(int index) => Value is double number ? Math.Round(number + (Step * index), 9) : Value;
}
