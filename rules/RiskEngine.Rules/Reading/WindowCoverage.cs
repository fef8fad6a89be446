using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Expressions;

namespace RiskEngine.Rules.Reading;

/// <summary>How much of a window must be known before a grade of a measure may fire.</summary>
/// <remarks>A sum above its limit stays above it, however the window fills; that it is below one is known only of a whole window. What stands for the whole needs half.</remarks>
/// <param name="Trend">How the measure moves while the window fills.</param>
/// <param name="Range">The numbers that it can take.</param>
/// <param name="Written">What the rule says; null where it says nothing.</param>
internal sealed record WindowCoverage(WindowTrend Trend, NumberSet Range, double? Written)
{
    /// <summary>Whether the measure is a calculation of which nobody can tell how it moves.</summary>
    public bool IsMixed { get; init; }

    private const double ForEstimates = 0.5;
    private const double Beyond = 1e300;

    /// <summary>The condition with what it needs; one that names limits with the most that it needs for a key.</summary>
    public MeasureCondition Of(ReadCondition read, LimitTable? limits) => read.HoldsFor is null || limits is null
        ? Of(read)
        : read.Condition with { Coverage = limits.Vectors.Select(vector => Of(read.BoundTo(vector)).Coverage).DefaultIfEmpty().Max() };

    private MeasureCondition Of(ReadCondition read) => read.Condition with { Coverage = read.Condition.ReadsCoverage ? 0 : Written ?? Needs(read) };

    /// <summary>What a condition needs where the rule says nothing.</summary>
    public double Needs(ReadCondition read) => Trend switch
    {
        WindowTrend.Same => 0,
        WindowTrend.Estimates => ForEstimates,
        WindowTrend.Rises => IsAbove(read) ? 0 : 1,
        WindowTrend.Falls => IsBelow(read) ? 0 : 1,
        _ => HoldsAt(read, 0) ? 1 : 0,
    };

    /// <summary>Whether a measure that has come to it rises on within it: it holds for none of the lowest numbers.</summary>
    private bool IsAbove(ReadCondition read) => !HoldsAt(read, Math.Max(-Beyond, Range.Bounds?.Low ?? -Beyond)) && (read.Holds is not null || HoldsAt(read, Beyond));

    private bool IsBelow(ReadCondition read) => !HoldsAt(read, Math.Min(Beyond, Range.Bounds?.High ?? Beyond)) && (read.Holds is not null || HoldsAt(read, -Beyond));

    /// <summary>Whether it holds for a measure that rests on any number of events.</summary>
    private static bool HoldsAt(ReadCondition read, double measure) =>
        read.Condition.Test(new Measurement(measure, long.MaxValue, EventTime.Epoch, EventTime.Epoch)) == Outcome.True;
}
