using System.Globalization;
using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Share;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Signals;

/// <summary>Made-up events of two families and rules over several partitions that look at them.</summary>
internal sealed class CrossingStreams
{
    public static readonly TaskId[] Tasks = [new("risk.events.sensor.v1", 0), new("risk.events.sensor.v1", 1), new("risk.events.access.v1", 0)];

    private static readonly string[] Sites = ["huaxi/c12/b3", "huaxi/c12/b4", "huaxi/c13/b1", "nanming/c1/b1"];

    public required IReadOnlyList<Rule> Rules { get; init; }

    public required TimeSpan Lateness { get; init; }

    public required TimeSpan Unit { get; init; }

    public required IReadOnlyList<(TaskId Task, string Kind, string Source, string Site, EventTime At, double Value)> Events { get; init; }

    public EventTime End => Events[^1].At + (200 * Unit) + Lateness;

    /// <summary>Streams and rules: windows, counts and sequences by area.</summary>
    public static CrossingStreams OfEvents(int seed)
    {
        var random = new Random(seed);
        var unit = TimeSpan.FromSeconds(random.Next(1, 20));
        string[] types = ["threshold", "hopping", "sliding", "frequency", "sequence"];
        var rules = Enumerable.Range(1, random.Next(1, 4)).Select(i => ByArea(types[random.Next(types.Length)], random, unit, $"r{i}")).ToList();
        return Of(random, unit, rules);
    }

    /// <summary>Streams and rules: correlations by area of rules by source.</summary>
    public static CrossingStreams OfAlerts(int seed)
    {
        var random = new Random(seed);
        var unit = TimeSpan.FromSeconds(random.Next(1, 20));
        List<Rule> counted = [Hot("gas", "sensor.gas", 6), Hot("smoke", "sensor.smoke", 7), Hot("door", "access.door", 6)];
        var correlation = counted[0] with
        {
            Id = "together",
            On = [],
            By = random.Next(2) == 0 ? Area(1, "district") : Area(2, "community"),
            Detection = new CorrelationDetection
            {
                RuleIds = ["gas", "smoke", "door"],
                Kind = (CorrelationKind)random.Next(3),
                Within = unit * random.Next(2, 15),
            },
            Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = AtLeast(2), [Grade.Red] = AtLeast(3) }),
        };
        return Of(random, unit, [.. counted, correlation]);
    }

    /// <summary>Streams and rules: shares of the buildings or sources of an area with an alert of rules by source.</summary>
    public static CrossingStreams OfMembers(int seed)
    {
        var random = new Random(seed);
        var unit = TimeSpan.FromSeconds(random.Next(1, 20));
        List<Rule> counted = [Hot("gas", "sensor.gas", 6), Hot("smoke", "sensor.smoke", 7), Hot("door", "access.door", 6)];
        var share = counted[0] with
        {
            Id = "shared",
            On = [],
            By = random.Next(2) == 0 ? Area(1, "district") : Area(2, "community"),
            Detection = new ShareDetection
            {
                RuleIds = random.Next(3) == 0 ? ["gas"] : ["gas", "smoke", "door"],
                Per = random.Next(3) switch { 0 => KeyBy.Source, 1 => KeyBy.Site, _ => Area(3, "grid") },
                KnownFor = unit * random.Next(10, 120),
                AtLeast = random.Next(1, 4),
            },
            Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = AtLeast(25), [Grade.Red] = AtLeast(60) }),
        };
        return Of(random, unit, [.. counted, share]);
    }

    /// <summary>What one task finds that reads all events in the order of their times.</summary>
    public List<string> InOneTask()
    {
        var byId = Rules.ToDictionary(rule => rule.Id);
        var crossing = Rules.Where(rule => RuleReach.NeedsSignals(rule, byId) is not null).Select(rule => rule.Id).ToHashSet();
        var state = new TaskState(new TaskId("all", 0), TaskRig.PartsOf(Rules, Lateness) with { Disorder = new ByKind<TimeSpan>(TimeSpan.Zero, []) });
        var found = new List<string>();
        using var pump = new TaskPump(state, output => found.AddRange(output.Transitions.Where(t => crossing.Contains(t.Rule.Id)).Select(SignalCity.InWords)));
        var offset = 0;
        foreach (var e in Events)
        {
            var records = new RecordBatch();
            records.Add(offset++, System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{{\"kind\":\"{e.Kind}\",\"source\":\"{e.Source}\",\"site\":\"{e.Site}\",\"time\":\"{e.At}\",\"value\":{e.Value}}}")));
            pump.Push(new TaskInput.Records(records));
        }

        pump.Push(new TaskInput.Tick(End));
        return found;
    }

    /// <summary>A city whose logs hold the events.</summary>
    public SignalCity City()
    {
        var city = new SignalCity(Rules, Lateness, partitions: 2, producers: Tasks);
        foreach (var e in Events) city.Write(e.Task, e.Kind, e.Source, e.Site, e.At, e.Value);
        return city;
    }

    private static CrossingStreams Of(Random random, TimeSpan unit, IReadOnlyList<Rule> rules)
    {
        var at = RandomStream.Start;
        var events = new List<(TaskId, string, string, string, EventTime, double)>();
        for (var left = random.Next(20, 90); left > 0; left--)
        {
            // No two events of one time: which of them is first, the order of their logs decides.
            at += TimeSpan.FromMicroseconds(1) + (unit * (random.Next(12) == 0 ? random.Next(5, 60) : random.NextDouble()));
            var site = random.Next(Sites.Length);
            var isDoor = random.Next(3) == 0;
            var task = isDoor ? Tasks[2] : Tasks[site % 2];
            var kind = isDoor ? "access.door" : random.Next(2) == 0 ? "sensor.gas" : "sensor.smoke";
            events.Add((task, kind, $"{kind}-{site}-{random.Next(2)}", Sites[site], at, random.Next(0, 12)));
        }

        return new CrossingStreams { Rules = rules, Lateness = unit * random.Next(0, 3), Unit = unit, Events = events };
    }

    private static Rule ByArea(string type, Random random, TimeSpan unit, string id)
    {
        var rule = RandomRules.Make(type == "sequence" ? "frequency" : type, random, unit, id) with
        {
            By = random.Next(2) == 0 ? Area(1, "district") : Area(2, "community"),
            On = random.Next(2) == 0 ? [new KindPattern("sensor.gas"), new KindPattern("access.door")] : [new KindPattern("*.*")],
            Mode = RuleMode.Active,
        };
        if (type != "sequence") return rule;
        SequenceStep Step(string name, string kind, bool isNegated = false) => new(name, [new KindPattern(kind)], null, isNegated, false);
        return rule with
        {
            On = [new KindPattern("sensor.gas"), new KindPattern("access.door"), new KindPattern("sensor.smoke")],
            Detection = new SequenceDetection
            {
                Steps = random.Next(2) == 0
                    ? [Step("gas", "sensor.gas"), Step("door", "access.door")]
                    : [Step("gas", "sensor.gas"), Step("no smoke", "sensor.smoke", isNegated: true), Step("door", "access.door")],
                Within = unit * random.Next(1, 8),
                Hold = unit * random.Next(1, 8),
            },
            Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = AtLeast(1) }),
        };
    }

    private static Rule Hot(string id, string kind, double limit) => Running.LoopRig.Above(id, limit) with { On = [new KindPattern(kind)] };

    private static MeasureCondition AtLeast(double limit) => new($">= {limit}", Comparison.GreaterOrEqual, limit);

    private static KeyBy Area(int depth, string name) => new(KeyKind.Area, name, depth);
}
