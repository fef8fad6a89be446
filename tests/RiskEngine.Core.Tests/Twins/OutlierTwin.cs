using RiskEngine.Core.Detection.Types.Outlier;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Compares each source with all others, one after the other.</summary>
internal sealed class OutlierTwin(OutlierDetection outlier, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private readonly long _size = RandomStream.Micros(outlier.Window.Size);
    private readonly long _every = RandomStream.Micros(outlier.Window.Every!.Value);

    public override IEnumerable<long> Times(long end)
    {
        for (var t = Events[0].At / _every * _every; t <= end; t += _every) yield return t;
    }

    public override void Before(long t)
    {
        if (t % _every != 0) return;
        var held = Held(t - _size, t);
        if (held.Count == 0)
        {
            if (Held(t - _size - _every, t).Count > 0) Alerts.Silent(t);
            return;
        }

        var values = held.GroupBy(e => e.Source).Select(source => TwinAggregates.Of(outlier.Aggregates[0], [.. source],
            [.. Held(long.MinValue, long.MaxValue).Where(e => e.Source == source.Key)], RegisterLimits.Guessed, outlier.Window.Size, t)).Where(double.IsFinite).ToList();
        var measure = values.Count > outlier.Neighbours ? Enumerable.Range(0, values.Count).Max(i => Distance(values[i], [.. values.Where((_, j) => j != i)])) : double.NaN;
        Measure(measure, held.Count, t - _size, t, EvidenceOf(held));
    }

    private double Distance(double value, List<double> others)
    {
        var median = Median(others);
        var difference = value - median;
        if (Math.Abs(difference) < outlier.MinDifference) return 0;
        if (outlier.Direction == (difference > 0 ? Direction.Down : Direction.Up)) return 0;
        return Math.Abs(difference) / Math.Max(1.4826 * Median([.. others.Select(other => Math.Abs(other - median))]), outlier.MinDifference / 3);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private List<Reading> Held(long from, long to) => [.. Events.Where(e => e.At >= from && e.At < to && !double.IsNaN(e.Value))];
}

/// <summary>Rule type <c>outlier</c>.</summary>
internal sealed class OutlierTrial : TypeTrial
{
    private static readonly AggregateKind[] Kinds = [AggregateKind.Mean, AggregateKind.Last, AggregateKind.Max, AggregateKind.Sum, AggregateKind.Count, AggregateKind.TimeMean];

    public override string Type => "outlier";

    public override Core.Rules.Detection Stored => Outlier(AggregateKind.Mean) with { Window = new WindowSpec(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)) };

    public override IReadOnlyList<string> StoredParts => ["outlier:r1:site:3878f533:value:600000000:100000000:3,-1,-1,-1,-1,-1,-1,-1,-1,-1"];

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => Outlier(Kinds[random.Next(Kinds.Length)]) with
    {
        Window = new WindowSpec(unit * random.Next(1, 12), unit * random.Next(1, 10)),
        MinDifference = random.Next(1, 4) + 0.0137,
        Neighbours = random.Next(1, 4),
        Direction = (Direction)random.Next(3),
    };

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, 0, 2, 4, 7, 12);

    public override Rule Placed(Rule rule) => rule with { By = KeyBy.Site };

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new OutlierTwin((OutlierDetection)detection, events, alerts);

    public override List<Reading> Stream(Random random, TimeSpan unit, int events) => Places(random, unit, events * 3);

    public override List<Reading> Readings(List<Rule> rules, Random random, TimeSpan unit) => Places(random, unit / 4, 600);

    public override TimeSpan DecidedWithin(Rule rule) => ((OutlierDetection)rule.Detection).Window.Every!.Value;

    private static OutlierDetection Outlier(AggregateKind kind) => new()
    {
        Text = $"{kind}", Value = EventNumber.Value, Aggregates = [new AggregateCall(kind)], Window = default, MinDifference = 1,
    };

    /// <summary>Many sources at two places, of which now and then one goes its own way.</summary>
    private static List<Reading> Places(Random random, TimeSpan unit, int events)
    {
        string[] sites = ["huaxi/c12/g07/b3", "huaxi/c12/g07/b4"];
        var sources = random.Next(4, 11);
        var apart = new double[sources];
        var readings = new List<Reading>();
        var at = RandomStream.Start.Micros;
        for (var i = 0; i < events; i++)
        {
            at += random.Next(30) == 0 ? RandomStream.Micros(unit) * random.Next(5, 30) : random.Next(3) == 0 ? 0 : random.NextInt64(RandomStream.Micros(unit));
            var source = random.Next(sources);
            if (random.Next(25) == 0) apart[source] = random.Next(-15, 16);
            else if (random.Next(12) == 0) apart[source] = 0;
            readings.Add(new Reading(at, $"s{source}", sites[random.Next(30) == 0 ? random.Next(2) : source % 7 / 5], 10 + random.Next(-1, 2) + apart[source], 100 + i));
        }

        return readings;
    }
}
