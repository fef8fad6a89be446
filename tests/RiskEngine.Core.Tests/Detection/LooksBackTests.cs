using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Windows;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>A task that lost its state replays what its rules look back, and from then on has the alerts of one that lost nothing.</summary>
/// <remarks>
/// Rules here act at once: an alert is what was last measured. No bound can be given for the rest, so it is left out: how long an alert dwells or is held, and alerts
/// of keys of which the replay shows nothing, or nothing that could be measured.
/// </remarks>
public sealed class LooksBackTests
{
    private static readonly int Streams = Effort.Of(150);
    private static readonly TimeSpan Unit = TimeSpan.FromSeconds(10);

    private static readonly string[] Forgetful = ["threshold", .. TypeTrial.All.Where(trial => !trial.Remembers).Select(trial => trial.Type)];

    public static TheoryData<string> Types => [.. RandomRules.Types, .. NewerRules.Types, "score over windows"];

    public static TheoryData<string> RememberingTypes => [.. RandomRules.Types.Except(Forgetful), .. NewerRules.Types.Except(Forgetful), "score over windows"];

    [Theory]
    [MemberData(nameof(Types))]
    public void Replay_of_what_rules_look_back_leaves_the_alerts_of_a_task_that_lost_nothing(string type)
    {
        var (open, changes) = (0, 0);
        for (var seed = 0; seed < Streams; seed++)
        {
            if (Compare(type, seed, share: 1) is not { } found) continue;
            Assert.True(found.Straight.SequenceEqual(found.Rebuilt), $"{type} {seed}: {string.Join("; ", found.Straight.Except(found.Rebuilt).Take(3))}; "
                + $"rebuilt: {string.Join("; ", found.Rebuilt.Except(found.Straight).Take(3))}");
            open += found.Straight.Count(line => line.StartsWith("open", StringComparison.Ordinal));
            changes += found.Straight.Count(line => !line.StartsWith("open", StringComparison.Ordinal));
        }

        Assert.True(changes > 200 && (open > 30 || Forgetful.Contains(type)), $"{type}: {open} open, {changes} changes");
    }

    [Theory]
    [MemberData(nameof(RememberingTypes))]
    public void Replay_of_half_of_it_does_not(string type)
    {
        var differs = Enumerable.Range(0, Streams).Any(seed => Compare(type, seed, share: 0.5) is { } found && !found.Straight.SequenceEqual(found.Rebuilt));
        Assert.True(differs, $"{type}: half of what it looks back does in all {Streams} streams; either it looks back too far, or the streams rarely hold what it finds: "
            + "give its trial readings that do (TypeTrial.Readings), and a rule whose bound they reach (TypeTrial.Bounded)");
    }

    [Fact]
    public void Replay_reaches_back_to_what_the_counted_rules_of_a_correlation_look_back()
    {
        var counted = YellowRule.Of(new FrequencyDetection(TimeSpan.FromMinutes(30)), 5, "often") with { For = TimeSpan.FromMinutes(10) };
        var correlation = YellowRule.Of(
            new CorrelationDetection { RuleIds = ["often"], Kind = CorrelationKind.Count, Within = TimeSpan.FromHours(2) }, 2, "together");

        Assert.Equal(TimeSpan.FromMinutes(30 + 10), RuleMemory.ReplayOf([counted]));
        Assert.Equal(TimeSpan.FromMinutes(120 + 30 + 10), RuleMemory.ReplayOf([correlation, counted]));
    }

    [Fact]
    public void Stuck_sensor_of_twelve_hours_is_found_by_replaying_a_day()
    {
        var rule = YellowRule.Of(new FlatlineDetection(EventNumber.Value, 0, 2), TimeSpan.FromHours(12).TotalSeconds);
        Assert.Equal(TimeSpan.FromHours(24), RuleMemory.ReplayOf([rule]));
    }

    [Fact]
    public void Registers_that_only_grow_need_no_more_than_their_windows()
    {
        var rule = YellowRule.Of(
            new MetricDetection
            {
                Text = "increase", Value = EventNumber.Value, Aggregates = [new AggregateCall(AggregateKind.Increase)], Window = new WindowSpec(Unit * 6, Unit),
            },
            4);
        var stream = Enumerable.Range(0, 400)
            .Select(i => new Reading(RandomStream.Start.Micros + (i * RandomStream.Micros(Unit)), "wm-1", "a/b", 1000 + (i / 2) + (i / 40 * 6 % 18), i)).ToList();
        var (straight, rebuilt) = (new TaskLife([rule]), new TaskLife([rule]));
        var lost = stream[250].At + 1;
        straight.Feed(stream, long.MinValue, long.MaxValue);
        rebuilt.Feed(stream, lost - RandomStream.Micros(RuleMemory.ReplayOf([rule])), long.MaxValue);
        var after = Lines(straight.Open, straight, lost, []);
        Assert.Contains(after, line => line.Contains("Firing", StringComparison.Ordinal));
        Assert.Equal(after, Lines(rebuilt.Open, rebuilt, lost, []));
    }

    /// <summary>What two tasks have open at the loss, and each change afterwards; null where the alerts that a correlation counts cannot be the same.</summary>
    private static (List<string> Straight, List<string> Rebuilt)? Compare(string type, int seed, double share)
    {
        var random = new Random(seed);
        var rules = RulesOf(type, random);
        var stream = StreamOf(type, rules, random);
        var lost = stream[random.Next(stream.Count / 2, stream.Count - 5)].At + random.NextInt64(RandomStream.Micros(Unit));
        var replay = RandomStream.Micros(RuleMemory.ReplayOf(rules));
        var (straight, rebuilt) = (new TaskLife(rules), new TaskLife(rules));
        if (type == "correlation")
        {
            var counted = lost - RandomStream.Micros(rules[^1].Detection.LooksBack(rules[^1]));
            straight.Feed(stream, long.MinValue, counted);
            rebuilt.Feed(stream, lost - replay, counted);
            if (!straight.Open.SequenceEqual(rebuilt.Open) && share == 1) return null;
            if (straight.Open.Count > 0 && share < 1) return null;
            rebuilt = new TaskLife(rules);
        }

        straight.Feed(stream, long.MinValue, lost);
        rebuilt.Feed(stream, lost - (long)(replay * share), lost);
        var unknown = rules.SelectMany(rule => straight.Unknown(rule, stream, lost - replay, lost)).ToHashSet();
        var (before, beforeRebuilt) = (straight.Open, rebuilt.Open);
        straight.Feed(stream, lost + 1, long.MaxValue);
        rebuilt.Feed(stream, lost + 1, long.MaxValue);
        return (Lines(before, straight, lost, unknown), Lines(beforeRebuilt, rebuilt, lost, unknown));
    }

    private static List<string> Lines(IReadOnlyDictionary<(string, string), Grade> open, TaskLife task, long lost, HashSet<(string, string)> unknown) =>
    [
        .. open.Where(alert => !unknown.Contains(alert.Key)).Select(alert => $"open {alert.Key} {alert.Value}").Order(),
        .. task.Transitions.Where(transition => transition.At.Micros > lost && !unknown.Contains((transition.Rule.Id, transition.Key)))
            .Select(transition => $"{transition.At} {transition.Rule.Id} {transition.Key} {transition.State} {transition.Grade} {transition.Reason}"),
    ];

    private static List<Rule> RulesOf(string type, Random random)
    {
        List<Rule> rules = type switch
        {
            "score over windows" => [RandomRules.Make("threshold", random, Unit) with { Detection = ScoreOver(random), Grades = NewerRules.Rising(0.3, 0.5, 0.8) }],
            _ when RandomRules.Types.Contains(type) => [RandomRules.Make(type, random, Unit)],
            _ => NewerRules.Make(type, random, Unit),
        };
        return [.. rules.Select(rule => Simple(type, rule, random))];
    }

    /// <summary>The rule without what has no bound, or a bound of its own.</summary>
    private static Rule Simple(string type, Rule rule, Random random)
    {
        var simple = rule with
        {
            Where = null,
            For = TimeSpan.Zero,
            ForReadings = 1,
            Schedule = null,
            KeepFiringFor = TimeSpan.Zero,
            Clear = ClearPolicy.AtOnce,
            NoData = random.Next(2) == 0 ? NoDataPolicy.Resolve : NoDataPolicy.Alert,
        };
        return simple.Detection switch
        {
            MetricDetection metric => simple with { Detection = Bounded(metric) with { MinCount = 0 }, Grades = metric.CountsSilence ? NewerRules.Rising(1, 2, 4) : simple.Grades },
            FrequencyDetection => simple with { Grades = NewerRules.Rising(1, 2, 4) },
            _ when TrialOf(type) is { } trial => trial.Bounded(simple, random, Unit),
            _ when type is "correlation" => simple with { Grades = rule.Detection.LooksAtAlerts ? NewerRules.Rising(1, 2, 3) : simple.Grades },
            _ => simple,
        };
    }

    /// <summary>What a register is guessed from has no bound.</summary>
    private static MetricDetection Bounded(MetricDetection metric) => metric with
    {
        Aggregates = [.. metric.Aggregates.Select(call => call.Kind is AggregateKind.Increase or AggregateKind.Rate ? new AggregateCall(AggregateKind.Delta) : call)],
    };

    private static ScoreDetection ScoreOver(Random random) => new()
    {
        Model = new FixedModel(),
        Inputs = [],
        Over = new MetricDetection
        {
            Text = "avg(value)",
            Value = EventNumber.Value,
            Aggregates = [new AggregateCall(AggregateKind.Mean)],
            Window = new WindowSpec(Unit * random.Next(2, 10), Unit * random.Next(1, 5)),
        },
    };

    private static List<Reading> StreamOf(string type, List<Rule> rules, Random random) =>
        TrialOf(type)?.Readings(rules, random, Unit) ?? RandomStream.InOrder(random, Unit, 250);

    private static TypeTrial? TrialOf(string type) => TypeTrial.All.FirstOrDefault(trial => trial.Type == type);

    private static string KeyOf(Rule rule, Reading reading) => rule.By == KeyBy.Source ? reading.Source : reading.Site;

    /// <summary>How long before the loss the measurement may lie that decided the alert: before that, the replay does not show all that it rests on.</summary>
    private static TimeSpan DecidedWithin(Rule rule) => rule.Detection switch
    {
        MetricDetection metric => metric.Window.Every ?? metric.Window.Size,
        FrequencyDetection frequency => frequency.Window,
        ScoreDetection { Over: { } window } => window.Window.Every ?? window.Window.Size,
        _ => TrialOf(rule.Detection.Type)?.DecidedWithin(rule) ?? rule.Detection.LooksBack(rule),
    };

    /// <summary>A task that sees a part of the stream.</summary>
    private sealed class TaskLife(List<Rule> rules) : IMeasurementObserver
    {
        private readonly Dictionary<(string Rule, string Key), long> _known = [];
        private EvaluatorRig? _rig;

        private EvaluatorRig Rig => _rig ??= new EvaluatorRig(rules, null, new Vocabulary(), this);

        public List<AlertTransition> Transitions => Rig.Transitions;

        /// <summary>The alerts that fire.</summary>
        public Dictionary<(string, string), Grade> Open
        {
            get
            {
                var open = new SortedDictionary<(string, string), Grade>();
                foreach (var transition in Transitions)
                {
                    if (transition.State == AlertState.Resolved) open.Remove((transition.Rule.Id, transition.Key));
                    else open[(transition.Rule.Id, transition.Key)] = transition.Grade;
                }

                return new(open);
            }
        }

        public void Feed(List<Reading> stream, long from, long until)
        {
            foreach (var reading in stream.Where(reading => reading.At >= from && reading.At <= until && reading.At >= Rig.Evaluator.Now.Micros)) Rig.Observe(reading);
            Rig.AdvanceTo(until == long.MaxValue ? stream[^1].At + RandomStream.Micros(Unit * 100) : until + 1);
            Rig.Drain();
        }

        /// <summary>Keys of a rule of which the replay shows nothing that decides.</summary>
        public IEnumerable<(string, string)> Unknown(Rule rule, List<Reading> stream, long from, long until)
        {
            if (rule.Detection.LooksAtAlerts) yield break;
            var decided = until - RandomStream.Micros(DecidedWithin(rule));
            foreach (var key in stream.Select(reading => KeyOf(rule, reading)).Distinct())
            {
                var isSeen = stream.Exists(reading => KeyOf(rule, reading) == key && reading.At >= from && reading.At <= until);
                if (isSeen ? !_known.TryGetValue((rule.Id, key), out var known) || known < decided : Open.ContainsKey((rule.Id, key))) yield return (rule.Id, key);
            }
        }

        /// <summary>A window of which too little is known leaves an alert as it was.</summary>
        private static bool Decides(Rule rule, Measurement measurement) => Enum.GetValues<Grade>()
            .Select(grade => rule.Grades[grade]).OfType<MeasureCondition>()
            .All(rung => measurement.Coverage >= rung.Coverage || rung.Test(measurement) != Outcome.True);

        public void Measured(in ObservedMeasurement observed)
        {
            if (double.IsNaN(observed.Measurement.Measure) || !Decides(observed.Rule, observed.Measurement)) return;
            _known[(observed.Rule.Id, observed.Key)] = observed.Measurement.To.Micros;
        }
    }
}
