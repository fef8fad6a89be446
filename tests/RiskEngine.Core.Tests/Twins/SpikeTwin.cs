using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class SpikeTwin(SpikeDetection spike, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private readonly long _window = RandomStream.Micros(spike.Window);
    private readonly long _reference = RandomStream.Micros(spike.Reference);
    private readonly long _offset = RandomStream.Micros(spike.Offset ?? TimeSpan.Zero);
    private readonly long _every = RandomStream.Micros(spike.Every);
    private long? _firstSeen;

    public override IEnumerable<long> Times(long end)
    {
        for (var t = Events[0].At / _every * _every; t <= end; t += _every) yield return t;
    }

    public override void Take(int index)
    {
        if (!double.IsNaN(Events[index].Value)) _firstSeen ??= Events[index].At;
    }

    public override void Before(long t)
    {
        if (t % _every != 0 || _firstSeen is not { } first) return;
        var reference = spike.Offset is null ? Between(t - _window - _reference, t - _window) : Between(t - _window - _offset, t - _offset);
        var current = Between(t - _window, t);
        if (Between(t - _window - (spike.Offset is null ? _reference : _offset), t).Count == 0)
        {
            _firstSeen = null;
            Alerts.Silent(t);
            return;
        }

        if (t - first < _window + (spike.Offset is null ? _reference : _offset)) return;
        Measure(Factor(current, reference, t), current.Count, t - _window, t, EvidenceOf(current.Count > 0 ? current : reference));
    }

    private List<Reading> Numbers => [.. Events.Where(e => !double.IsNaN(e.Value))];

    private List<Reading> Between(long from, long to) => [.. Numbers.Where(e => e.At >= from && e.At < to)];

    private double Factor(List<Reading> current, List<Reading> reference, long end)
    {
        if (reference.Count < spike.MinReference) return double.NaN;
        var now = TwinAggregates.Of(spike.Aggregate, current, Numbers, spike.Register, spike.Window, end);
        var (length, until) = spike.Offset is null ? (spike.Reference, end - _window) : (spike.Window, end - _offset);
        var usual = TwinAggregates.Of(spike.Aggregate, reference, Numbers, spike.Register, length, until);
        if (spike.Aggregate.Kind == AggregateKind.Count && now == 0 && !spike.IsDifference) now = 1;
        if (current.Count == 0 && (spike.Aggregate.Kind == AggregateKind.Sum || spike.Aggregate.Kind == AggregateKind.Increase)) now = 0;
        var addsUp = spike.Aggregate.Kind is AggregateKind.Count or AggregateKind.Sum or AggregateKind.Increase or AggregateKind.TimeIntegral;
        if (addsUp && spike.Offset is null) usual = usual * _window / _reference;
        var up = current.Count < spike.MinCurrent ? 0 : spike.IsDifference ? now - usual : Divide(now, usual);
        var down = spike.IsDifference ? usual - now : Divide(usual, now);
        var factor = spike.Direction switch
        {
            SpikeDirection.Up => up,
            SpikeDirection.Down => down,
            _ => Math.Max(up, down),
        };
        return factor;
    }

    /// <summary>Something over nothing is a million, the largest factor; nothing over nothing, or over the unknown, is unknown.</summary>
    private static double Divide(double value, double by)
    {
        if (double.IsNaN(value) || double.IsNaN(by)) return double.NaN;
        if (by == 0 && value <= 0) return double.NaN;
        return by == 0 || value / by > 1e6 ? 1e6 : value / by;
    }
}

/// <summary>Rule type <c>spike</c>.</summary>
internal sealed class SpikeTrial : TypeTrial
{
    private static readonly AggregateKind[] Kinds =
        [
            AggregateKind.Count, AggregateKind.Count, AggregateKind.Sum, AggregateKind.Mean, AggregateKind.Increase, AggregateKind.Max,
            AggregateKind.TimeMean, AggregateKind.TimeIntegral, AggregateKind.Slope,
        ];

    public override string Type => "spike";

    public override Core.Rules.Detection Stored => new SpikeDetection
    {
        Text = "count()",
        Value = EventNumber.Value,
        Aggregate = new AggregateCall(AggregateKind.Count),
        Window = TimeSpan.FromMinutes(1),
        Reference = TimeSpan.FromMinutes(5),
        Every = TimeSpan.FromMinutes(1),
    };

    public override IReadOnlyList<string> StoredParts => ["spike:r1:site:3878f533:value:600000000:3000000000:600000000:-1,-1,-1,-1,-1,-1,-1,-1,-1,-1"];

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => new SpikeDetection
    {
        Text = "spike",
        Value = EventNumber.Value,
        Aggregate = new AggregateCall(Kinds[random.Next(Kinds.Length)]),
        Window = unit * random.Next(1, 5),
        Reference = unit * random.Next(1, 12),
        Offset = random.Next(3) == 0 ? unit * random.Next(5, 15) : null,
        IsDifference = random.Next(3) == 0,
        Every = unit * random.Next(1, 4),
        Direction = (SpikeDirection)random.Next(3),
        MinCurrent = random.Next(4),
        MinReference = random.Next(1, 4),
        Register = RegisterStream.Limits(random),
    };

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, 0.4, 1, 1.5, 2, 3);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new SpikeTwin((SpikeDetection)detection, events, alerts);

    /// <summary>What a register is guessed from has no bound.</summary>
    public override Rule Bounded(Rule rule, Random random, TimeSpan unit) =>
        rule.Detection is SpikeDetection { Aggregate.Kind: AggregateKind.Increase } spike
            ? rule with { Detection = spike with { Aggregate = new AggregateCall(AggregateKind.Sum) } }
            : rule;

    public override TimeSpan DecidedWithin(Rule rule) => ((SpikeDetection)rule.Detection).Every;
}
