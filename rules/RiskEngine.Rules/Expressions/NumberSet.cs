using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Expressions;

/// <summary>The numbers for which a simple condition holds: enough to see which grades hide each other.</summary>
internal sealed class NumberSet
{
    private readonly IReadOnlyList<Interval> _parts;

    private NumberSet(IEnumerable<Interval> parts) => _parts = [.. parts.Where(part => !part.IsEmpty)];

    public bool IsEmpty => _parts.Count == 0;

    public static NumberSet Of(params Interval[] parts) => new(parts);

    public static NumberSet Of(Comparison comparison, double number) => comparison switch
    {
        Comparison.Greater => Of(Interval.All with { Low = number }),
        Comparison.GreaterOrEqual => Of(Interval.All with { Low = number, LowIn = true }),
        Comparison.Less => Of(Interval.All with { High = number }),
        Comparison.LessOrEqual => Of(Interval.All with { High = number, HighIn = true }),
        Comparison.Equal => Of(new Interval(number, true, number, true)),
        _ => Of(Interval.All with { High = number }, Interval.All with { Low = number }),
    };

    public NumberSet Union(NumberSet other) => new(_parts.Concat(other._parts));

    public NumberSet Intersect(NumberSet other) => new(_parts.SelectMany(_ => other._parts, (a, b) => a.Intersect(b)));

    /// <summary>What of this set is not in the other.</summary>
    public NumberSet Except(NumberSet other)
    {
        IEnumerable<Interval> left = _parts;
        foreach (var cut in other._parts)
        {
            left = [.. left.SelectMany(part => new[]
            {
                part.Intersect(Interval.All with { High = cut.Low, HighIn = !cut.LowIn && !double.IsInfinity(cut.Low) }),
                part.Intersect(Interval.All with { Low = cut.High, LowIn = !cut.HighIn && !double.IsInfinity(cut.High) }),
            }).Where(part => !part.IsEmpty)];
        }

        return new NumberSet(left);
    }
}
