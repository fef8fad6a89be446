using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Scoring;

/// <summary>How often in a week one series reaches a finding of a given strength, from that series' own hours: what a number of false alarms a week needs.</summary>
/// <remarks>
/// Only the strongest finding of each hour counts, so findings that come together are one. Two quantiles of the hours are tracked, one hour in
/// ten and one in fifty, and the excess over the second is taken as exponential (Pickands, 1975, "Statistical inference using extreme order
/// statistics"), with the excess over the first for its mean until enough is known. From one hour in fifty to one in a week is a short way, so
/// that it matters little whether tails are heavier or lighter than that. What lies far out is learned only up to a limit. 72 bytes a series; a step costs a
/// few operations.
/// </remarks>
internal struct AlarmRate
{
    private const double HourMicros = 3600e6;
    private const double HoursOfWeek = 168;
    private const double Often = 0.1;
    private const double Seldom = 0.02;
    private const double FarthestOften = 4;
    private const double FarthestSeldom = 6;
    private const double PriorExcess = 0.3;
    private const double PriorOften = 2;
    private const double PriorSeldom = 5;
    private const double Memory = 8 * HoursOfWeek;
    private const int Least = 48;
    private TailLevel _often, _seldom;
    private double _strongest;
    private long _hour;
    private int _hours;

    /// <summary>Whether fewer than 48 hours were seen.</summary>
    public readonly bool Warming => _hours < Least;

    /// <summary>How often in a week a finding at least this strong is to be expected, at most 168 times.</summary>
    /// <param name="strength">At least 0; for scores minus the decimal logarithm of 1 - score.</param>
    public readonly double PerWeek(double strength)
    {
        double often = _often.Quantile, seldom = Math.Max(often, _seldom.Quantile);
        if (strength <= often) return HoursOfWeek * Math.Pow(Often, often > 0 ? strength / often : 1);
        if (strength <= seldom) return HoursOfWeek * Often * Math.Pow(Seldom / Often, (strength - often) / (seldom - often));
        return HoursOfWeek * (seldom > often ? Seldom : Often) * Math.Exp(-(strength - seldom) / SeldomExcess);
    }

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
        _often.Save(writer);
        _seldom.Save(writer);
        writer.Double(_strongest);
        writer.Int(_hour);
        writer.Count(_hours);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _often.Restore(ref reader);
        _seldom.Restore(ref reader);
        _strongest = reader.Double();
        _hour = reader.Int();
        _hours = reader.Small();
    }

    private readonly double OftenExcess => _often.Mean(PriorExcess, PriorOften);

    private readonly double SeldomExcess => _seldom.Mean(OftenExcess, PriorSeldom);

    private void Learn(double strongest)
    {
        if (_hours < int.MaxValue) _hours++;
        double often = OftenExcess, seldom = SeldomExcess, count = Math.Min(_hours, Memory);
        _often.Learn(strongest, Often, often, count, FarthestOften * often);
        _seldom.Learn(strongest, Seldom, seldom, count, FarthestSeldom * seldom);
        if (_hours == Least) _seldom.Place(_often.Quantile + (often * Math.Log(Often / Seldom)));
    }
}
