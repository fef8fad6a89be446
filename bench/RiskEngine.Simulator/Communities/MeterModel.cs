namespace RiskEngine.Simulator.Communities;

/// <summary>A device that reads one number at every wake: sensors, meters, counters.</summary>
internal sealed class MeterModel : DeviceModel
{
    private static readonly KeyValuePair<string, string>[] Night = [new("phase", "night")];
    private static readonly KeyValuePair<string, string>[] Day = [new("phase", "day")];

    private readonly Func<double, double, Dice, double> _normal;
    private readonly string _unit;
    private readonly int _decimals;
    private readonly KeyValuePair<string, string>[] _attributes;

    /// <summary>Describes a meter.</summary>
    /// <param name="kind">The kind of its events.</param>
    /// <param name="prefix">The start of its sources' names.</param>
    /// <param name="interval">How often it reports.</param>
    /// <param name="unit">The unit of its value.</param>
    /// <param name="decimals">Digits after the point that the device has.</param>
    /// <param name="normal">Local hour, character and dice to the value of an ordinary day.</param>
    /// <param name="attributes">Fixed attributes; where there are none, the tariff phase of the hour is sent.</param>
    public MeterModel(
        string kind, string prefix, TimeSpan interval, string unit, int decimals,
        Func<double, double, Dice, double> normal, params KeyValuePair<string, string>[] attributes)
        : base(kind, prefix, interval)
    {
        _unit = unit;
        _decimals = decimals;
        _normal = normal;
        _attributes = attributes;
    }

    /// <inheritdoc/>
    public override void Wake(Device device, Dice dice, in Moment now, Outbox outbox)
    {
        var value = now.Disturbed(_normal(now.LocalHour, device.Character, dice));
        if (double.IsNaN(value)) return;
        var attributes = _attributes.Length > 0 ? _attributes : DailyRhythm.IsNight(now.LocalHour) ? Night : Day;
        outbox.Add(now.Time, new Reading(Kind, Math.Round(value, _decimals), _unit, attributes));
    }
}
