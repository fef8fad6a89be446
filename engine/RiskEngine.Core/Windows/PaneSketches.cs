using RiskEngine.Core.State;

namespace RiskEngine.Core.Windows;

/// <summary>The sketches of one pane, for the aggregates that no fixed number of columns can hold.</summary>
public sealed class PaneSketches
{
    /// <summary>Creates the sketches that a layout asks for.</summary>
    public PaneSketches(PaneLayout layout)
    {
        if (layout.HasDistinct) Distinct = new DistinctSketch();
        if (layout.HasQuantile) Quantile = new QuantileSketch();
    }

    /// <summary>Counts different values; null where not asked for.</summary>
    public DistinctSketch? Distinct { get; }

    /// <summary>Estimates quantiles; null where not asked for.</summary>
    public QuantileSketch? Quantile { get; }

    /// <summary>Adds one value.</summary>
    /// <param name="value">The number.</param>
    /// <param name="hash">A 64-bit hash of what is to be told apart.</param>
    public void Add(double value, ulong hash)
    {
        Distinct?.Add(hash);
        Quantile?.Add(value);
    }

    /// <summary>Adds all of another pane's values.</summary>
    public void Merge(PaneSketches other)
    {
        if (other.Distinct is { } distinct) Distinct?.Merge(distinct);
        if (other.Quantile is { } quantile) Quantile?.Merge(quantile);
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        Distinct?.Clear();
        Quantile?.Clear();
    }

    /// <summary>Writes the sketches.</summary>
    public void Save(StateWriter writer)
    {
        Distinct?.Save(writer);
        Quantile?.Save(writer);
    }

    /// <summary>Replaces the sketches by saved ones of the same layout.</summary>
    public void Restore(ref StateReader reader)
    {
        Distinct?.Restore(ref reader);
        Quantile?.Restore(ref reader);
    }
}
