using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.MlNet.Features;

/// <summary>Turns the inputs of one series into its features, row by row; owns the sliding windows.</summary>
internal sealed class FeatureRow
{
    private readonly IReadOnlyList<Feature> _features;
    private readonly FeatureWindow?[] _windows;

    public FeatureRow(IReadOnlyList<Feature> features)
    {
        _features = features;
        _windows = [.. features.Select(feature => feature.Aggregate == FeatureAggregate.Last ? null : new FeatureWindow(feature.Window))];
        Values = new float[features.Count];
    }

    /// <summary>One number per feature, of the last row.</summary>
    public float[] Values { get; }

    /// <summary>Takes in a row.</summary>
    /// <returns>Whether every feature has a value.</returns>
    public bool Observe(EventTime at, ReadOnlySpan<double> inputs)
    {
        var complete = true;
        for (var i = 0; i < Values.Length; i++)
        {
            var value = inputs[_features[i].Input];
            if (_windows[i] is { } window)
            {
                if (double.IsFinite(value)) window.Add(at, value);
                else window.Advance(at);
                value = window.Of(_features[i].Aggregate);
            }

            Values[i] = (float)value;
            complete &= float.IsFinite(Values[i]);
        }

        return complete;
    }

    /// <summary>The features in words: <c>flow 3.2, avg(flow, 10m) 2.9</c>.</summary>
    public string Words() => string.Join(", ", _features.Select((feature, i) => FormattableString.Invariant($"{feature.Text} {Values[i]:G4}")));

    public void Save(StateWriter writer)
    {
        foreach (var window in _windows) window?.Save(writer);
    }

    public void Restore(ref StateReader reader)
    {
        foreach (var window in _windows) window?.Restore(ref reader);
    }
}
