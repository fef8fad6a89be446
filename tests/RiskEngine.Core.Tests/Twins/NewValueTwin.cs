using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class NewValueTwin(NewValueDetection newValue, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private readonly long _hold = RandomStream.Micros(newValue.Hold);
    private long? _lastFinding;

    public override IEnumerable<long> Times(long end) => Events.Select(e => e.At + _hold);

    public override void Take(int index)
    {
        var e = Events[index];
        if (double.IsNaN(e.Value)) return;
        var earlier = Events.Take(index).Where(other => !double.IsNaN(other.Value)).ToList();
        var last = earlier.FindLastIndex(other => other.Value == e.Value);
        var sinceThen = earlier.Skip(last + 1).Select(other => other.Value).Distinct().Count();
        var isKnown = last >= 0 && e.At - earlier[last].At <= RandomStream.Micros(newValue.Remember) && sinceThen < newValue.MaxValues;
        if (isKnown || e.At - earlier.Append(e).First().At < RandomStream.Micros(newValue.Learn)) return;
        _lastFinding = e.At;
        Measure(1, 1, e.At, e.At, Evidence.At(e.Offset));
    }

    public override void After(long t)
    {
        if (_lastFinding + _hold == t) Measure(0, 0, t, t, Evidence.None);
    }
}

/// <summary>Rule type <c>new_value</c>.</summary>
internal sealed class NewValueTrial : TypeTrial
{
    public override string Type => "new_value";

    public override Core.Rules.Detection Stored => new NewValueDetection
    {
        Value = new EventNumber("attributes.door", static _ => double.NaN, static _ => 1),
        Learn = TimeSpan.FromMinutes(1),
        Remember = TimeSpan.FromMinutes(10),
        Hold = TimeSpan.FromMinutes(1),
    };

    public override IReadOnlyList<string> StoredParts => ["new:r1:site:3878f533:attributes.door#"];

    public override Core.Rules.Detection Steady =>
        new NewValueDetection { Value = EventNumber.Value, Learn = TimeSpan.Zero, Remember = TimeSpan.FromMinutes(1), Hold = TimeSpan.Zero, MaxValues = 5 };

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => new NewValueDetection
    {
        Value = EventNumber.Value,
        Learn = unit * random.Next(0, 20),
        Remember = unit * random.Next(1, 60),
        Hold = unit * (random.Next(0, 10) * 0.5),
        MaxValues = random.Next(3) == 0 ? random.Next(1, 5) : 1000,
    };

    public override GradeLadder Grades(Random random, TimeSpan unit) => NewerRules.Finding(random);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new NewValueTwin((NewValueDetection)detection, events, alerts);

    public override Rule Bounded(Rule rule, Random random, TimeSpan unit) => rule with { By = KeyBy.Source };

    public override List<Reading> Readings(List<Rule> rules, Random random, TimeSpan unit) => SteadyStream.Make(random, unit, changes: 3);
}
