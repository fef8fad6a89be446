using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.Meters;

/// <summary>Turns the readings of a cumulative register into what was used per hour; knows registers that roll over and registers that start anew.</summary>
internal struct Register
{
    private const double HourMicros = 3600e6;
    private const double NearFull = 0.9;
    private const double NearEmpty = 0.1;
    private const double Jitter = 1e-6;
    private double _reading = double.NaN;
    private long _at;

    /// <summary>Creates a register that was never read.</summary>
    public Register()
    {
    }

    /// <summary>Whether the last reading was below the one before and no rollover: a new meter, or one set back.</summary>
    public bool Restarted { get; private set; }

    /// <summary>Use per hour since the reading before, at least 0; NaN where that cannot be told.</summary>
    public double Read(EventTime at, double reading)
    {
        Restarted = false;
        if (!double.IsFinite(reading)) return double.NaN;
        var hours = ((double)at.Micros - _at) / HourMicros;
        var before = _reading;
        if (double.IsNaN(before) || hours <= 0)
        {
            if (double.IsNaN(before) || hours < 0) (_reading, _at) = (reading, at.Micros);
            return double.NaN;
        }

        (_reading, _at) = (reading, at.Micros);
        var used = reading - before;
        if (used >= 0) return used / hours;
        if (-used <= Jitter * Math.Abs(before)) return 0;
        var full = before >= 1 ? Math.Pow(10, Math.Ceiling(Math.Log10(before * (1 + 1e-12)))) : 0;
        if (before >= NearFull * full && reading >= 0 && reading < NearEmpty * full) return (used + full) / hours;
        Restarted = true;
        return double.NaN;
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(_reading);
        writer.Int(_at);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _reading = reader.Double();
        _at = reader.Int();
        Restarted = false;
    }
}
