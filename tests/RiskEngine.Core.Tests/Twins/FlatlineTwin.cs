using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class FlatlineTwin(FlatlineDetection flatline, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    public override IEnumerable<long> Times(long end) => [];

    public override void Take(int index)
    {
        var readings = Events.Take(index + 1).Where(e => !double.IsNaN(e.Value)).ToList();
        if (double.IsNaN(Events[index].Value)) return;
        var start = 0;
        for (var i = 0; i < readings.Count; i++)
        {
            if (Math.Abs(readings[i].Value - readings[start].Value) > flatline.Tolerance) start = i;
        }

        var count = readings.Count - start;
        var (from, to) = (readings[start], readings[^1]);
        Measure(count < flatline.MinCount ? 0 : (to.At - from.At) / 1e6, count, from.At, to.At, new Evidence(from.Offset, to.Offset), newer: 1);
    }
}

/// <summary>Rule type <c>flatline</c>.</summary>
internal sealed class FlatlineTrial : TypeTrial
{
    public override string Type => "flatline";

    public override Core.Rules.Detection Stored => new FlatlineDetection(EventNumber.Value, 0.5, 3);

    public override IReadOnlyList<string> StoredParts => ["flatline:r1:site:3878f533:value"];

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => new FlatlineDetection(EventNumber.Value, random.Next(3), random.Next(2, 5));

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, [.. new[] { 0, 1, 2, 4, 8 }.Select(n => n * unit.TotalSeconds)]);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new FlatlineTwin((FlatlineDetection)detection, events, alerts);

    public override Rule Bounded(Rule rule, Random random, TimeSpan unit) => rule with
    {
        By = KeyBy.Source,
        Grades = NewerRules.Rising([.. new[] { 4, 6, 9 }.Select(n => n * unit.TotalSeconds)]),
        Detection = (FlatlineDetection)rule.Detection with { MinCount = random.Next(2, 5), Tolerance = 0 },
    };

    public override List<Reading> Readings(List<Rule> rules, Random random, TimeSpan unit) => SteadyStream.Make(random, unit, changes: 25);
}
