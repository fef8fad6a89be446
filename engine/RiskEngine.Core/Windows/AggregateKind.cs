namespace RiskEngine.Core.Windows;

/// <summary>What a window computes from the values in it. All can be merged from panes.</summary>
public enum AggregateKind : byte
{
    /// <summary>How many values.</summary>
    Count,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Sample variance (n - 1); NaN below two values.</summary>
    Variance,

    /// <summary>Sample standard deviation; NaN below two values.</summary>
    StandardDeviation,

    /// <summary>The earliest value.</summary>
    First,

    /// <summary>The latest value.</summary>
    Last,

    /// <summary>What a register counted between the first and the last value, through noise, bad readings, roll-overs and exchanges
    /// (<see cref="Registers.Register"/>).</summary>
    Increase,

    /// <summary><see cref="Increase"/> per <see cref="AggregateCall.Per"/> between the first and the last value; NaN where both are at one time.</summary>
    Rate,

    /// <summary>Latest minus earliest value.</summary>
    Delta,

    /// <summary>How many different values: exact up to 128, then within about 3 % (HyperLogLog).</summary>
    Distinct,

    /// <summary>A quantile, within 1 % of its value (DDSketch).</summary>
    Quantile,

    /// <summary>Slope of the line that fits the values best (least squares), per <see cref="AggregateCall.Per"/>; NaN below three values, or at one time.</summary>
    Slope,

    /// <summary>Mean over time: each value counts for as long as it holds, which is until the next one or the window's end; NaN where no time is known.</summary>
    TimeMean,

    /// <summary>Integral over time, in units of the value times <see cref="AggregateCall.Per"/>; values hold as for <see cref="TimeMean"/>.</summary>
    TimeIntegral,
}
