using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Univariate;

/// <summary>What a series usually is at this time of day and of the week, learned on line; it finds out by itself whether the clock matters.</summary>
/// <remarks>
/// Three forecasters compete: a slow level, a daily profile (half hours) and a weekly one (hours), the last two riding on a slow offset, so
/// that drift is followed. Each one's weight is the eighth power of its inverse recent error: a series without rhythm falls back to its level,
/// one with a week gains a week as soon as that forecasts better. Deviations are learned per hour of the day, shrunk to the overall one.
/// A reading far off is learned only up to a limit. About 2 kB; O(1).
/// </remarks>
internal sealed class ClockProfile
{
    private readonly double _offsetDays;

    private const int DayBins = 48;
    private const int WeekBins = 168;
    private const double DayMicros = 86_400e6;
    private const double Visits = 8;
    private const double MostWeight = 1024;
    private const double FarthestLearned = 18;
    private const int SpreadBins = 24;
    private const int Week = DayBins;
    private const int SpreadAt = DayBins + WeekBins;

    // Half hours of the day, hours of the week, then the spread by hour; and how much each was learned, which is never more than 1024.
    private readonly float[] _means = new float[DayBins + WeekBins + SpreadBins];
    private readonly Half[] _weights = new Half[DayBins + WeekBins + SpreadBins];
    private RunningMean _level, _dayOffset, _weekOffset, _levelError, _dayError, _weekError, _allSpread;
    private double _step = 300e6;
    private long _last = long.MinValue;
    private int _count;
    private double _dayForecast, _weekForecast;
    private Place _dayPlace, _weekPlace;
    private int _hour, _weekPart;

    /// <summary>Creates a profile that has seen nothing.</summary>
    /// <param name="offsetDays">Days over which the daily and the weekly profile follow the level; above 0.</param>
    public ClockProfile(double offsetDays = 0.5) => _offsetDays = offsetDays;

    /// <summary>The value expected at the time last given.</summary>
    public double Expected { get; private set; }

    /// <summary>Mean absolute deviation usual at that time.</summary>
    public double Spread { get; private set; }

    /// <summary>Usual time between readings, in microseconds.</summary>
    public double StepMicros => _step;

    /// <summary>Whether it has learned nothing yet.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Hour of the day (UTC) of the time last given.</summary>
    public int Hour => _hour;

    /// <summary>Which three hours of the week (UTC) the time last given lies in, 0 to 55.</summary>
    public int WeekPart => _weekPart;

    /// <summary>Forecasts the reading at a time. Call it before <see cref="Learn"/>.</summary>
    public void Forecast(EventTime at)
    {
        Pace(at.Micros);
        _dayPlace = Place.Of(at.Micros / (DayMicros / DayBins), 0, DayBins);
        _weekPlace = Place.Of(at.Micros / (DayMicros * 7 / WeekBins), Week, WeekBins);
        _hour = (int)(Wrap(at.Micros, DayMicros) / (DayMicros / 24));
        _weekPart = (int)(Wrap(at.Micros, 7 * DayMicros) / (DayMicros / 8));
        var byDay = _dayPlace.Known(_weights);
        var byWeek = _weekPlace.Known(_weights);
        _dayForecast = byDay ? _dayPlace.Read(_means) : double.NaN;
        _weekForecast = byWeek ? _weekPlace.Read(_means) : double.NaN;
        var level = 1 / (_levelError.Value + 1e-12);
        var day = byDay && _dayError.Count > 10 ? 1 / (_dayError.Value + 1e-12) : 0;
        var week = byWeek && _weekError.Count > 10 ? 1 / (_weekError.Value + 1e-12) : 0;
        var best = Math.Max(level, Math.Max(day, week));
        level = Eighth(level / best);
        day = Eighth(day / best);
        week = Eighth(week / best);
        var sum = level * _level.Value;
        if (day > 0) sum += day * (_dayForecast + _dayOffset.Value);
        if (week > 0) sum += week * (_weekForecast + _weekOffset.Value);
        Expected = sum / (level + day + week);
        var prior = Math.Max(2, 3600e6 / _step);
        var weight = (double)_weights[SpreadAt + _hour];
        Spread = Math.Max(((weight * _means[SpreadAt + _hour]) + (prior * _allSpread.Value)) / (weight + prior), (1e-9 * Math.Abs(Expected)) + 1e-12);
    }

    /// <summary>Learns the reading at the time last forecast.</summary>
    public void Learn(double value)
    {
        _count++;
        if (_count > 50) value = Expected + Math.Clamp(value - Expected, -FarthestLearned * Spread, FarthestLearned * Spread);
        var rows = DayMicros / _step;
        double levelRate = 1 / (rows + 1), offsetRate = 1 / ((_offsetDays * rows) + 1), errorRate = 1 / ((2 * rows) + 1);
        if (_count > 1) _levelError.Add(Math.Abs(value - _level.Value), errorRate);
        if (!double.IsNaN(_dayForecast))
        {
            _dayError.Add(Math.Abs(value - _dayForecast - _dayOffset.Value), errorRate);
            _dayOffset.Add(value - _dayForecast, offsetRate);
        }

        if (!double.IsNaN(_weekForecast))
        {
            _weekError.Add(Math.Abs(value - _weekForecast - _weekOffset.Value), errorRate);
            _weekOffset.Add(value - _weekForecast, offsetRate);
        }

        var deviation = Math.Abs(value - Expected);
        _allSpread.Add(deviation, errorRate / 3);
        var hourly = Math.Min((double)_weights[SpreadAt + _hour] + 1, Math.Min(MostWeight, 2 * Math.Max(4, Visits * 3600e6 / _step)));
        _weights[SpreadAt + _hour] = (Half)hourly;
        _means[SpreadAt + _hour] += (float)((deviation - _means[SpreadAt + _hour]) / hourly);
        _level.Add(value, levelRate);
        _dayPlace.Learn(_means, _weights, value, Math.Max(3, Visits * 1800e6 / _step));
        _weekPlace.Learn(_means, _weights, value, Math.Max(3, Visits * 3600e6 / _step));
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Save(_means);
        writer.Save(_weights);
        _level.Save(writer);
        _dayOffset.Save(writer);
        _weekOffset.Save(writer);
        _levelError.Save(writer);
        _dayError.Save(writer);
        _weekError.Save(writer);
        _allSpread.Save(writer);
        writer.Double(_step);
        writer.Int(_last);
        writer.Count(_count);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        reader.Restore(_means);
        reader.Restore(_weights);
        _level.Restore(ref reader);
        _dayOffset.Restore(ref reader);
        _weekOffset.Restore(ref reader);
        _levelError.Restore(ref reader);
        _dayError.Restore(ref reader);
        _weekError.Restore(ref reader);
        _allSpread.Restore(ref reader);
        _step = reader.Double();
        _last = reader.Int();
        _count = reader.Small();
    }

    private void Pace(long now)
    {
        var gap = _last == long.MinValue ? 0.0 : (double)now - _last;
        _last = now;
        if (gap <= 0) return;
        if (_count < 3) _step = gap;
        else _step += (Math.Min(gap, 3 * _step) - _step) * 0.02;
    }

    private static double Wrap(double value, double period)
    {
        var rest = value % period;
        return rest < 0 ? rest + period : rest;
    }

    private static double Eighth(double ratio)
    {
        ratio *= ratio;
        ratio *= ratio;
        return ratio * ratio;
    }

    /// <summary>A time between the middles of two neighbouring bins of a cyclic profile.</summary>
    private readonly record struct Place(int First, int Second, double Share)
    {
        public static Place Of(double position, int start, int bins)
        {
            var wrapped = Wrap(position - 0.5, bins);
            var first = Math.Min((int)wrapped, bins - 1);
            return new(start + first, start + (first + 1 == bins ? 0 : first + 1), wrapped - first);
        }

        public bool Known(Half[] weights) => weights[First] > Half.Zero && weights[Second] > Half.Zero;

        public double Read(float[] profile) => (profile[First] * (1 - Share)) + (profile[Second] * Share);

        public void Learn(float[] profile, Half[] weights, double value, double most)
        {
            Learn(profile, weights, First, 1 - Share, value, most);
            Learn(profile, weights, Second, Share, value, most);
        }

        private static void Learn(float[] profile, Half[] weights, int bin, double share, double value, double most)
        {
            if (share <= 0) return;
            var weight = Math.Min((double)weights[bin] + share, Math.Min(MostWeight, most));
            weights[bin] = (Half)weight;
            profile[bin] += (float)((value - profile[bin]) * Math.Min(1, share / weight));
        }
    }
}
