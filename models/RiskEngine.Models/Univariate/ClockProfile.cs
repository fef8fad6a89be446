using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Univariate;

/// <summary>What a series usually is at this time of day and of the week, learned on line; it finds out by itself whether the clock matters.</summary>
/// <remarks>
/// Three forecasters compete: a slow level, a daily profile (half hours) and a weekly one (hours), the last two riding on a slow offset, so
/// that drift is followed. Each one's weight is the eighth power of its inverse recent error: a series without rhythm falls back to its level,
/// one with a week gains a week as soon as that forecasts better. Where asked, it also looks for a rhythm that is not the clock's
/// (<see cref="PeriodSearch"/>); a series that has one, and no day, gets it in place of the daily profile. A holiday is forecast as a Sunday, a working day at a
/// weekend as the weekday beside it.
/// Deviations are learned per hour of the day, shrunk to the overall one. A reading far off is learned only up to a limit. About 1.6 kB; O(1).
/// </remarks>
internal sealed class ClockProfile
{
    private const int DayBins = 48;
    private const int WeekBins = 168;
    private const double DayMicros = 86_400e6;
    private const double GoldenRatio = 0.6180339887498949;
    private const double Visits = 8;
    private const double MostWeight = 1024;
    private const double FarthestLearned = 18;
    private const double FarthestCautious = 1;
    private const double Better = 0.9;
    private const int RowsToProve = 1000;
    private const int FirstClamped = 50;
    private const int SpreadBins = 24;
    private const int Week = DayBins;
    private const int SpreadAt = DayBins + WeekBins;

    // Half hours of the day, hours of the week, then the spread by hour; and how much each was learned: as it is, or in bytes, 255 standing for the most.
    private readonly float[] _means = new float[DayBins + WeekBins + SpreadBins];
    private readonly Half[]? _weights;
    private readonly byte[]? _shares;
    private readonly double _offsetDays;
    private readonly PlaceClock _clock;
    private readonly PeriodSearch? _search;
    private readonly Seasonality _seasonality;
    private RunningMean _level, _dayOffset, _weekOffset, _levelError, _dayError, _weekError, _allSpread;
    private double _step = 300e6, _cycle = DayMicros;
    private long _last = long.MinValue;
    private int _count, _onCycle;
    private double _dayForecast, _weekForecast;
    private Place _dayPlace, _weekPlace;
    private int _hour, _weekPart;

    /// <summary>Creates a profile that has seen nothing.</summary>
    /// <param name="offsetDays">Days over which the daily and the weekly profile follow the level; above 0.</param>
    /// <param name="zone">The zone of its hours and days; null for UTC.</param>
    /// <param name="holidays">Days that are not what their day of the week says; null for none.</param>
    /// <param name="findsPeriod">Whether it looks for rhythms that are not of the clock.</param>
    /// <param name="small">Whether it keeps weights in bytes, which takes 240 bytes less and rounds.</param>
    /// <param name="seasonality">Which rhythm it goes by, whatever forecasts best.</param>
    public ClockProfile(
        double offsetDays = 0.5, TimeZoneInfo? zone = null, HolidayCalendar? holidays = null, bool findsPeriod = false, bool small = false,
        Seasonality seasonality = Seasonality.Learned)
    {
        (_offsetDays, _clock, _seasonality) = (offsetDays, PlaceClock.Of(zone, holidays), seasonality);
        if (findsPeriod) _search = new PeriodSearch();
        if (small) _shares = new byte[_means.Length];
        else _weights = new Half[_means.Length];
    }

    /// <summary>The value expected at the time last given.</summary>
    public double Expected { get; private set; }

    /// <summary>Mean absolute deviation usual at that time.</summary>
    public double Spread { get; private set; }

    /// <summary>Mean absolute deviation usual at any time.</summary>
    public double OverallSpread => _allSpread.Value;

    /// <summary>The rhythm found in place of the day, in microseconds; 0 where there is none.</summary>
    public double PeriodMicros => _cycle == DayMicros ? 0 : _cycle;

    /// <summary>Usual time between readings, in microseconds.</summary>
    public double StepMicros => _step;

    /// <summary>Whether it has learned nothing yet.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The name of its zone.</summary>
    public string Zone => _clock.Zone;

    /// <summary>Hour of the day, in its zone, of the time last given.</summary>
    public int Hour => _hour;

    /// <summary>Which three hours of the week, in its zone, the time last given lies in, 0 to 55.</summary>
    public int WeekPart => _weekPart;

    /// <summary>Forecasts the reading at a time. Call it before <see cref="Learn(double, bool)"/>.</summary>
    public void Forecast(EventTime at)
    {
        Pace(at.Micros);
        var local = _clock.Local(at.Micros);
        var inWeek = _clock.InWeek(at.Micros, local);
        _dayPlace = Place.Of((_cycle == DayMicros ? local : at.Micros) / (_cycle / DayBins), 0, DayBins);
        _weekPlace = Place.Of(inWeek / (DayMicros * 7 / WeekBins), Week, WeekBins);
        _hour = (int)(Wrap(local, DayMicros) / (DayMicros / 24));
        _weekPart = (int)(Wrap(inWeek, 7 * DayMicros) / (DayMicros / 8));
        var byDay = Known(_dayPlace);
        var byWeek = Known(_weekPlace);
        _dayForecast = byDay ? _dayPlace.Read(_means) : double.NaN;
        _weekForecast = byWeek ? _weekPlace.Read(_means) : double.NaN;
        var level = 1 / (_levelError.Value + 1e-12);
        var day = byDay && _dayError.Count > 10 ? 1 / (_dayError.Value + 1e-12) : 0;
        var week = byWeek && _weekError.Count > 10 ? 1 / (_weekError.Value + 1e-12) : 0;
        if (_seasonality != Seasonality.Learned) Choose(ref level, ref day, ref week);
        var best = Math.Max(level, Math.Max(day, week));
        level = Eighth(level / best);
        day = Eighth(day / best);
        week = Eighth(week / best);
        var sum = level * _level.Value;
        if (day > 0) sum += day * (_dayForecast + _dayOffset.Value);
        if (week > 0) sum += week * (_weekForecast + _weekOffset.Value);
        Expected = sum / (level + day + week);
        var prior = Math.Max(2, 3600e6 / _step);
        var weight = Weight(SpreadAt + _hour, MostOfSpread);
        Spread = Math.Max(((weight * _means[SpreadAt + _hour]) + (prior * _allSpread.Value)) / (weight + prior), (1e-9 * Math.Abs(Expected)) + 1e-12);
    }

    /// <summary>Leaves the forecaster of the rhythm to go by, once it knows this time; those of shorter rhythms stand in until then.</summary>
    private void Choose(ref double level, ref double day, ref double week)
    {
        if (_seasonality != Seasonality.Weekly) week = 0;
        if (_seasonality == Seasonality.None) day = 0;
        if (week > 0) day = 0;
        if (day > 0 || week > 0) level = 0;
    }

    /// <summary>Learns the reading at the time last forecast.</summary>
    /// <param name="value">The reading.</param>
    /// <param name="cautious">Whether an anomaly seems to last, so that the reading may move what is usual by little.</param>
    public void Learn(double value, bool cautious = false)
    {
        _count++;
        var farthest = (cautious ? FarthestCautious : FarthestLearned) * Spread;
        if (_count > FirstClamped) value = Expected + Math.Clamp(value - Expected, -farthest, farthest);
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
        Learn(SpreadAt + _hour, 1, deviation, MostOfSpread);
        var level = _level.Value;
        _level.Add(value, levelRate);
        Learn(_dayPlace, value, Math.Max(3, Visits * _cycle / DayBins / _step));
        Learn(_weekPlace, value, Math.Max(3, Visits * 3600e6 / _step));
        if (_search is not null) FindPeriod(_search, (value - level) / Math.Max(_levelError.Value, 1e-12));
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Save(_means);
        if (_weights is not null) writer.Save(_weights);
        if (_shares is not null) writer.Save(_shares);
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
        if (_search is null) return;
        writer.Double(_cycle);
        writer.Count(_onCycle);
        _search.Save(writer);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        reader.Restore(_means);
        if (_weights is not null) reader.Restore(_weights);
        if (_shares is not null) reader.Restore(_shares);
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
        if (_search is null) return;
        _cycle = reader.Double();
        _onCycle = reader.Small();
        _search.Restore(ref reader);
    }

    private double MostOfSpread => Math.Min(MostWeight, 2 * Math.Max(4, Visits * 3600e6 / _step));

    /// <summary>Gives the daily profile's place to a rhythm that was found, where the day is no help; gives it back where the rhythm is none either.</summary>
    private void FindPeriod(PeriodSearch search, double deviation)
    {
        search.Observe(deviation, _step);
        if (_onCycle < int.MaxValue) _onCycle++;
        if (_onCycle < RowsToProve || _dayError.Value < Better * _levelError.Value) return;
        if (search.PeriodMicros > 0) Follow(search, search.PeriodMicros);
        else if (_cycle != DayMicros) Follow(search, DayMicros);
    }

    private void Follow(PeriodSearch search, double cycle)
    {
        search.Forget();
        (_cycle, _onCycle, _dayOffset, _dayError) = (cycle, 0, default, default);
        _weights?.AsSpan(0, DayBins).Clear();
        _shares?.AsSpan(0, DayBins).Clear();
        Array.Clear(_means, 0, DayBins);
        _dayForecast = double.NaN;
    }

    private void Learn(Place place, double value, double most)
    {
        Learn(place.First, 1 - place.Share, value, Math.Min(MostWeight, most));
        Learn(place.Second, place.Share, value, Math.Min(MostWeight, most));
    }

    private double Weight(int bin, double most) => _weights is not null ? (double)_weights[bin] : (_shares?[bin] ?? 0) * most / byte.MaxValue;

    private bool Known(Place place) => Weight(place.First, 1) > 0 && Weight(place.Second, 1) > 0;

    /// <summary>Moves a bin towards a value. Where weights are bytes, rounding alternates (golden ratio), so that they grow as they should on average.</summary>
    private void Learn(int bin, double share, double value, double most)
    {
        if (share <= 0) return;
        var weight = Math.Min(Weight(bin, most) + share, most);
        if (_weights is not null) _weights[bin] = (Half)weight;
        if (_shares is not null) _shares[bin] = (byte)Math.Clamp((weight * byte.MaxValue / most) + (_count * GoldenRatio % 1), 1, byte.MaxValue);
        _means[bin] += (float)((value - _means[bin]) * Math.Min(1, share / weight));
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
    private readonly record struct Place(byte First, byte Second, double Share)
    {
        public static Place Of(double position, int start, int bins)
        {
            var wrapped = Wrap(position - 0.5, bins);
            var first = Math.Min((int)wrapped, bins - 1);
            return new((byte)(start + first), (byte)(start + (first + 1 == bins ? 0 : first + 1)), wrapped - first);
        }

        public double Read(float[] profile) => (profile[First] * (1 - Share)) + (profile[Second] * Share);
    }
}
