using RiskEngine.Core.Time;

namespace RiskEngine.Models.Univariate;

/// <summary>One reading as the parts of <c>auto</c> see it.</summary>
internal struct Observation
{
    /// <summary>When it was read.</summary>
    public EventTime At;

    /// <summary>The value, in its own unit, always finite.</summary>
    public double Value;

    /// <summary>The value minus the one before.</summary>
    public double Change;

    /// <summary>What the clock lets expect, in the value's unit.</summary>
    public double Expected;

    /// <summary>The band around it.</summary>
    public float Low, High;

    /// <summary>How far the value is from that, in usual deviations.</summary>
    public float Deviation;

    /// <summary>Usual deviation of the values from their slow middle: a floor for what counts as movement. Above 0.</summary>
    public double Scale;

    /// <summary>Usual time between readings, in microseconds.</summary>
    public float StepMicros;

    /// <summary>The rhythm found in place of the day, in microseconds; 0 where there is none.</summary>
    public float PeriodMicros;

    /// <summary>Hour of the day, in the series' zone, 0 to 23.</summary>
    public byte Hour;

    /// <summary>Which three hours of the week, in that zone, 0 to 55.</summary>
    public byte WeekPart;

    /// <summary>How many readings there were, this one counted.</summary>
    public int Rows;

    /// <summary>How much of it is learned: 1 all, 0 nothing, between them while an anomaly seems to last.</summary>
    public float Pace;

    /// <summary>Whether it is learned at all.</summary>
    public readonly bool Learn => Pace > 0;
}
