using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Scoring;

/// <summary>How often in a week one series reaches a finding of a given strength, from that series' own hours: what a number of false alarms a week needs.</summary>
/// <remarks>
/// Only the strongest finding of each hour counts, so findings that come together are one. A high quantile of the hours is tracked (Robbins and Monro,
/// 1951, "A stochastic approximation method") and the excess over it taken as exponential (Pickands, 1975, "Statistical inference using extreme order
/// statistics"); what lies far out is learned only up to a limit. 56 bytes a series; a step costs a few operations.
/// </remarks>
internal struct AlarmRate
{
    private const double HourMicros = 3600e6;
    private const double HoursOfWeek = 168;
    private const double Tail = 0.1;
    private const double FarthestLearned = 4;
    private const double PriorExcess = 0.5;
    private const double PriorHours = 10;
    private const double Memory = 4 * HoursOfWeek;
    private const int Least = 48;
    private double _quantile, _excess, _above, _strongest;
    private long _hour;
    private int _hours;

    /// <summary>Whether fewer than 48 hours were seen.</summary>
    public readonly bool Warming => _hours < Least;

    /// <summary>How often in a week a finding at least this strong is to be expected, at most 168 times.</summary>
    /// <param name="strength">At least 0; for scores minus the decimal logarithm of 1 - score.</param>
    public readonly double PerWeek(double strength) => strength <= _quantile
        ? HoursOfWeek * Math.Pow(Tail, _quantile > 0 ? strength / _quantile : 1)
        : HoursOfWeek * Tail * Math.Exp(-(strength - _quantile) / Mean());

    /// <summary>Learns one finding; the hour that it ends is learned when the next begins.</summary>
    public void Learn(EventTime at, double strength)
    {
        var hour = (long)Math.Floor(at.Micros / HourMicros);
        if (hour != _hour)
        {
            if (_hour != 0) Learn(_strongest);
            (_hour, _strongest) = (hour, 0);
        }

        _strongest = Math.Max(_strongest, strength);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(_quantile);
        writer.Double(_excess);
        writer.Double(_above);
        writer.Double(_strongest);
        writer.Int(_hour);
        writer.Count(_hours);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _quantile = reader.Double();
        _excess = reader.Double();
        _above = reader.Double();
        _strongest = reader.Double();
        _hour = reader.Int();
        _hours = reader.Small();
    }

    private readonly double Mean() => ((_excess * _above) + (PriorExcess * PriorHours)) / (_above + PriorHours);

    private void Learn(double strongest)
    {
        if (_hours < int.MaxValue) _hours++;
        var mean = Mean();
        var pace = Math.Max(1 / Memory, 1 / Math.Sqrt(_hours)) * mean;
        var over = strongest - _quantile;
        if (over <= 0)
        {
            _quantile = Math.Max(0, _quantile - (pace * Tail));
            return;
        }

        _above = Math.Min(_above + 1, Memory);
        _excess += (Math.Min(over, FarthestLearned * mean) - _excess) / _above;
        _quantile += Math.Min(over, pace * (1 - Tail));
    }
}
