using RiskEngine.Core.Detection.Types.Ratio;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class RatioTwin(RatioDetection ratio, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private readonly long _size = RandomStream.Micros(ratio.Window.Size);
    private readonly long _every = RandomStream.Micros(ratio.Window.Every!.Value);

    public override IEnumerable<long> Times(long end)
    {
        for (var t = Events[0].At / _every * _every; t <= end; t += _every) yield return t;
    }

    public override void Before(long t)
    {
        if (t % _every != 0) return;
        var (of, to) = (Held(ratio.Numerator, t - _size, t), Held(ratio.Denominator, t - _size, t));
        if (of.Count + to.Count == 0)
        {
            if (Held(ratio.Numerator, t - _size - _every, t).Count + Held(ratio.Denominator, t - _size - _every, t).Count > 0) Alerts.Silent(t);
            return;
        }

        var divisor = Value(ratio.Denominator, to, t);
        var measure = divisor <= 0 || divisor < ratio.AtLeast ? double.NaN : Value(ratio.Numerator, of, t) / divisor;
        Measure(measure, to.Count, t - _size, t, EvidenceOf([.. of, .. to]));
    }

    private double Value(RatioSide side, List<Reading> held, long end)
    {
        if (held.Count == 0) return side.Aggregates[0].Kind is AggregateKind.Count or AggregateKind.Sum or AggregateKind.Increase ? 0 : double.NaN;
        return TwinAggregates.Of(side.Aggregates[0], held, Held(side, long.MinValue, long.MaxValue), RegisterLimits.Guessed, ratio.Window.Size, end);
    }

    private List<Reading> Held(RatioSide side, long from, long to) =>
        [.. Events.Where(e => e.At >= from && e.At < to && !double.IsNaN(e.Value) && RatioTrial.Fits(side.Events.Name, e.Value))];
}

/// <summary>Rule type <c>ratio</c>.</summary>
internal sealed class RatioTrial : TypeTrial
{
    private static readonly AggregateKind[] Kinds =
        [AggregateKind.Count, AggregateKind.Count, AggregateKind.Sum, AggregateKind.Mean, AggregateKind.Max, AggregateKind.Increase, AggregateKind.TimeMean];

    public override string Type => "ratio";

    public override Core.Rules.Detection Stored => new RatioDetection
    {
        Numerator = Side("high", AggregateKind.Count), Denominator = Side("all", AggregateKind.Mean), Window = new WindowSpec(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)),
    };

    public override IReadOnlyList<string> StoredParts =>
        ["ratio:r1:site:3878f533:600000000:100000000:4636aedc:-1,-1,-1,-1,-1,-1,-1,-1,-1,-1:7184fb97:3,-1,-1,-1,-1,-1,-1,-1,-1,-1"];

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => new RatioDetection
    {
        Numerator = Side(random.Next(2) == 0 ? "high" : "low", Kinds[random.Next(Kinds.Length)]),
        Denominator = Side(random.Next(2) == 0 ? "low" : "all", Kinds[random.Next(Kinds.Length)]),
        Window = new WindowSpec(unit * random.Next(1, 10), unit * random.Next(1, 10)),
        AtLeast = random.Next(3),
    };

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, -0.1, 0.2, 0.5, 0.9, 1.4);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new RatioTwin((RatioDetection)detection, events, alerts);

    /// <summary>What a register is guessed from has no bound.</summary>
    public override Rule Bounded(Rule rule, Random random, TimeSpan unit)
    {
        var ratio = (RatioDetection)rule.Detection;
        return rule with { Detection = ratio with { Numerator = WithoutRegister(ratio.Numerator), Denominator = WithoutRegister(ratio.Denominator) } };
    }

    public override TimeSpan DecidedWithin(Rule rule) => ((RatioDetection)rule.Detection).Window.Every!.Value;

    /// <summary>Whether a reading belongs to a side, told by the name of its events.</summary>
    public static bool Fits(string side, double value) => side switch { "high" => value > 6, "low" => value <= 6, _ => true };

    private static RatioSide WithoutRegister(RatioSide side) =>
        side.Aggregates[0].Kind == AggregateKind.Increase ? side with { Aggregates = [new AggregateCall(AggregateKind.Sum)] } : side;

    private static RatioSide Side(string name, AggregateKind kind) => new()
    {
        Text = $"{kind} of {name}",
        Events = new SequenceStep(name, [new KindPattern("sensor.gas")],
            name == "all" ? null : new EventCondition(name, e => Fits(name, e.Event.Number) ? Outcome.True : Outcome.False), IsNegated: false, IsOptional: false),
        Value = EventNumber.Value,
        Aggregates = [new AggregateCall(kind)],
    };
}
