using RiskEngine.Core.Detection.Life;

namespace RiskEngine.Core.Detection.Types.Correlation;

/// <summary>What signals come to.</summary>
internal static class SignalCounts
{
    /// <summary>The measure of some signals.</summary>
    /// <param name="kind">What is measured.</param>
    /// <param name="signals">The signals, in order.</param>
    public static int Of(CorrelationKind kind, List<CountedAlert> signals) => kind switch
    {
        CorrelationKind.Count => signals.Count,
        CorrelationKind.Distinct => signals.Select(signal => signal.Key).Distinct().Count(),
        CorrelationKind.Rules => signals.Select(signal => signal.Rule).Distinct().Count(),
        _ => LongestPrefix(signals),
    };

    /// <summary>How many rules, from the first named, have signals one after the other; those of one time are in the order named.</summary>
    private static int LongestPrefix(List<CountedAlert> signals)
    {
        var length = 0;
        foreach (var signal in signals)
        {
            if (signal.Rule == length) length++;
        }

        return length;
    }
}
