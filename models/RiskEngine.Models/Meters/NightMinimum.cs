using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Meters;

/// <summary>The least hourly use of the last 24 hours: what runs when nobody uses anything. A leak raises it and it stays up.</summary>
/// <remarks>
/// Minimum night flow (after "Managing Leakage", UK Water Industry Research, 1994), over whatever 24 hours, so that no time zone matters. Judged once an hour
/// against its own mean and mean deviation; an hour counts where it has readings. About 300 bytes.
/// </remarks>
internal sealed class NightMinimum
{
    private const double HourMicros = 3600e6;
    private const int Hours = 24;
    private const int Least = 96;
    private const double Memory = 14 * 24;
    private const double FarthestLearned = 3;
    private readonly double[] _hours = new double[Hours];
    private double _sum;
    private int _rows, _filled;
    private long _hour = long.MinValue;
    private RunningMean _level, _deviation;

    /// <summary>Creates one that has seen nothing.</summary>
    public NightMinimum() => Array.Fill(_hours, double.NaN);

    /// <summary>The least hourly use of the last 24 full hours; NaN before.</summary>
    public double Now { get; private set; } = double.NaN;

    /// <summary>What it usually is.</summary>
    public double Usual => _level.Value;

    /// <summary>How far it lies over what is usual, in mean deviations; 0 where it does not or too little is known.</summary>
    public double Excess { get; private set; }

    /// <summary>Takes in one use per hour; true where an hour became full and was judged.</summary>
    public bool Observe(EventTime at, double use)
    {
        var hour = (long)Math.Floor(at.Micros / HourMicros);
        var full = _hour != long.MinValue && hour != _hour;
        if (full) Close(hour);
        _hour = hour;
        _sum += use;
        _rows++;
        return full && _filled >= Hours;
    }

    /// <summary>Learns the last judged minimum, at a share of the usual pace.</summary>
    public void Learn(double pace)
    {
        if (double.IsNaN(Now)) return;
        var room = FarthestLearned * Width();
        var value = _level.Count < Least ? Now : Math.Clamp(Now, _level.Value - room, _level.Value + room);
        _deviation.Add(Math.Abs(value - _level.Value), pace / Memory);
        _level.Add(value, pace / Memory);
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Save(_hours);
        writer.Double(_sum);
        writer.Count(_rows);
        writer.Count(_filled);
        writer.Int(_hour);
        writer.Double(Now);
        writer.Double(Excess);
        _level.Save(writer);
        _deviation.Save(writer);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        reader.Restore(_hours);
        _sum = reader.Double();
        _rows = reader.Small();
        _filled = reader.Small();
        _hour = reader.Int();
        Now = reader.Double();
        Excess = reader.Double();
        _level.Restore(ref reader);
        _deviation.Restore(ref reader);
    }

    private void Close(long next)
    {
        var isNext = next == _hour + 1;
        _hours[(int)(((_hour % Hours) + Hours) % Hours)] = _sum / _rows;
        (_sum, _rows) = (0, 0);
        _filled = isNext ? Math.Min(Hours, _filled + 1) : 0;
        (Now, Excess) = (double.NaN, 0);
        if (_filled < Hours) return;
        Now = double.PositiveInfinity;
        foreach (var use in _hours) Now = Math.Min(Now, use);
        if (_level.Count >= Least) Excess = Math.Max(0, (Now - _level.Value) / Width());
    }

    private double Width() => Math.Max(_deviation.Value, (0.02 * Math.Abs(_level.Value)) + 1e-9);
}
