using RiskEngine.Core.State;

namespace RiskEngine.Models.Learning;

/// <summary>A mean that starts as the plain average and turns into an exponentially forgetting one.</summary>
internal struct RunningMean
{
    private double _count;

    /// <summary>The mean so far; 0 before the first value.</summary>
    public double Value { get; private set; }

    /// <summary>How many values it has seen.</summary>
    public readonly double Count => _count;

    /// <summary>Takes in one value; <paramref name="rate"/> is the least weight that a new value gets.</summary>
    public void Add(double value, double rate)
    {
        _count++;
        Value += (value - Value) * Math.Max(rate, 1 / _count);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(Value);
        writer.Double(_count);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        Value = reader.Double();
        _count = reader.Double();
    }
}
