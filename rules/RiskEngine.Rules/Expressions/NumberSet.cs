using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Expressions;

/// <summary>The numbers for which a simple condition holds: enough to see which grades hide each other.</summary>
internal sealed class NumberSet
{
    private readonly List<Interval> _parts;

    private NumberSet(List<Interval> parts) => _parts = parts;

    public bool IsEmpty => _parts.Count == 0;

    /// <summary>The lowest and the highest number, whether in it or not; null where it is empty.</summary>
    public (double Low, double High)? Bounds => IsEmpty ? null : (_parts.Min(part => part.Low), _parts.Max(part => part.High));

    /// <summary>Its stretches.</summary>
    public IReadOnlyList<Interval> Parts => _parts;

    public static NumberSet Of(params ReadOnlySpan<Interval> parts)
    {
        var kept = new List<Interval>(parts.Length);
        foreach (var part in parts) Keep(part, kept);
        return new NumberSet(kept);
    }

    public static NumberSet Of(Comparison comparison, double number) => comparison switch
    {
        Comparison.Greater => Of(Interval.All with { Low = number }),
        Comparison.GreaterOrEqual => Of(Interval.All with { Low = number, LowIn = true }),
        Comparison.Less => Of(Interval.All with { High = number }),
        Comparison.LessOrEqual => Of(Interval.All with { High = number, HighIn = true }),
        Comparison.Equal => Of(new Interval(number, true, number, true)),
        _ => Of(Interval.All with { High = number }, Interval.All with { Low = number }),
    };

    public NumberSet Union(NumberSet other) => new([.. _parts, .. other._parts]);

    public NumberSet Intersect(NumberSet other)
    {
        var both = new List<Interval>(_parts.Count);
        foreach (var part in _parts)
        {
            foreach (var with in other._parts) Keep(part.Intersect(with), both);
        }

        return new NumberSet(both);
    }

    /// <summary>What of this set is not in the other.</summary>
    public NumberSet Except(NumberSet other)
    {
        var left = _parts;
        foreach (var cut in other._parts)
        {
            var kept = new List<Interval>(left.Count + 1);
            foreach (var part in left)
            {
                Keep(part.Intersect(Interval.All with { High = cut.Low, HighIn = !cut.LowIn && !double.IsInfinity(cut.Low) }), kept);
                Keep(part.Intersect(Interval.All with { Low = cut.High, LowIn = !cut.HighIn && !double.IsInfinity(cut.High) }), kept);
            }

            left = kept;
        }

        return new NumberSet(left);
    }

    private static void Keep(Interval part, List<Interval> into)
    {
        if (!part.IsEmpty) into.Add(part);
    }
}
