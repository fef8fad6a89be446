using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Changes;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Rule type <c>changes</c>, by its definition: a count of the readings that differ from the one before.</summary>
internal sealed class ChangesTrial : TypeTrial
{
    public override string Type => "changes";

    public override Core.Rules.Detection Stored => new ChangesDetection
    {
        Value = new EventNumber("attributes.door", static _ => double.NaN, static _ => 1), Window = new WindowSpec(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)),
    };

    public override IReadOnlyList<string> StoredParts => ["changes:r1:site:3878f533:attributes.door#:Both:0:600000000/100000000"];

    public override Core.Rules.Detection Steady =>
        new ChangesDetection { Value = EventNumber.Value, Window = new WindowSpec(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)), Direction = Direction.Up };

    public override Core.Rules.Detection Make(Random random, TimeSpan unit)
    {
        var isText = random.Next(3) == 0;
        return new ChangesDetection
        {
            Value = isText ? RandomRules.Told : EventNumber.Value,
            Window = new WindowSpec(unit * random.Next(1, 10), random.Next(2) == 0 ? null : unit * random.Next(1, 10)),
            Direction = isText ? Direction.Both : (Direction)random.Next(3),
            Tolerance = isText ? 0 : random.Next(3),
        };
    }

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, 0, 1, 2, 3, 5);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        throw new NotSupportedException("the twin is that of a count, of fewer readings");

    public override List<AlertTransition>? Run(Rule rule, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long end)
    {
        var changes = (ChangesDetection)rule.Detection;
        var known = new Dictionary<string, double>();
        var changed = stream.Select(e => (rule.Where is not null && e.Value == 3) || IsChange(e) ? e : e with { Value = double.NaN }).ToList();
        return TwinEvaluator.Run(
            rule with
            {
                Detection = new MetricDetection
                {
                    Text = "count()", Value = EventNumber.Value, Window = changes.Window, Aggregates = [new AggregateCall(AggregateKind.Count)],
                },
            },
            all, changed, end);

        bool IsChange(Reading e)
        {
            var key = rule.By == KeyBy.Site ? e.Site : e.Source;
            if (double.IsNaN(e.Value)) return false;
            if (!known.TryAdd(key, e.Value) && Math.Abs(e.Value - known[key]) > changes.Tolerance)
            {
                var isUp = e.Value > known[key];
                known[key] = e.Value;
                return changes.Direction == Direction.Both || isUp == (changes.Direction == Direction.Up);
            }

            return false;
        }
    }

    public override Rule Bounded(Rule rule, Random random, TimeSpan unit)
    {
        var changes = (ChangesDetection)rule.Detection;
        return rule with
        {
            By = KeyBy.Source,
            Grades = NewerRules.Rising(1, 2, 4),
            Detection = changes with { Tolerance = 0, Window = new WindowSpec(unit * random.Next(4, 12), changes.Window.Every is null ? null : unit * random.Next(1, 4)) },
        };
    }

    /// <summary>Readings of which none is further from the next than a window.</summary>
    public override List<Reading> Readings(List<Rule> rules, Random random, TimeSpan unit)
    {
        var sources = random.Next(1, 4);
        var values = new double[sources];
        return
        [
            .. Enumerable.Range(0, 250).Select(i =>
            {
                if (random.Next(3) == 0) values[i % sources] = random.Next(4);
                return new Reading(RandomStream.Start.Micros + (i * RandomStream.Micros(unit)), $"s{i % sources}", "huaxi/c12/g07/b3", values[i % sources], 100 + i);
            }),
        ];
    }
}
