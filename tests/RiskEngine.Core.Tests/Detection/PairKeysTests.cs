using System.Globalization;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>A rule by two keys is the same rule by one key, of events that are renamed so that each two are one.</summary>
public sealed class PairKeysTests
{
    private static readonly int Streams = Effort.Of(60);
    private static readonly string Lane = string.Intern("lane");
    private static readonly KeyBy OfLane = new(KeyKind.PlainAttribute, Lane);

    public static TheoryData<string> Types => [.. RandomRules.Types, .. NewerRules.Types.Where(type => type != "correlation")];

    [Theory]
    [MemberData(nameof(Types))]
    public void Rule_by_two_keys_is_a_rule_by_the_two_in_one(string type)
    {
        var transitions = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var unit = TimeSpan.FromMilliseconds(random.Next(3) switch { 0 => 100, 1 => 10_000, _ => 1000 });
            var made = RandomRules.Types.Contains(type) ? [RandomRules.Make(type, random, unit)] : NewerRules.Make(type, random, unit);
            var lateness = TimeSpan.FromMilliseconds(random.Next(3) * 2000);
            var lanes = random.Next(1, 4);
            var isBySource = type == "flatline" || random.Next(2) == 0;
            var stream = RandomStream.InOrder(random, unit, random.Next(20, 120)).Select(e => (Reading: e, Lane: random.Next(lanes))).ToList();
            var end = stream[^1].Reading.At + (RandomStream.Micros(unit) * random.Next(0, 40));

            List<Rule> RulesBy(KeyBy by) => [.. made.Select(rule => rule with { By = by })];
            var whole = new Rig(RulesBy(isBySource ? KeyBy.Source : KeyBy.Site), lateness, new Vocabulary());
            var pairs = new Rig(RulesBy(KeyBy.Pair(isBySource ? KeyBy.Source : KeyBy.Site, OfLane)), lateness, new Vocabulary());
            foreach (var (reading, lane) in stream)
            {
                var text = lane.ToString(CultureInfo.InvariantCulture);
                whole.Observe(isBySource ? reading with { Source = KeyText.Join(reading.Source, text) } : reading with { Site = KeyText.Join(reading.Site, text) }, null);
                pairs.Observe(reading, lane % 2 == 0 ? new EventAttribute(Lane, EventValueKind.Number, lane, null) : new EventAttribute(Lane, EventValueKind.Text, 0, text));
                if (random.Next(10) == 0) pairs = pairs.Restored();
            }

            whole.Evaluator.AdvanceTo(new EventTime(end));
            pairs.Evaluator.AdvanceTo(new EventTime(end));
            var (expected, actual) = (whole.Lines(), pairs.Lines());
            Assert.True(expected.SequenceEqual(actual), $"{type} {seed}:\nexpected\n{string.Join('\n', expected)}\nactual\n{string.Join('\n', actual)}");
            transitions += expected.Count;
        }

        Assert.True(transitions > Streams / 2, $"{transitions} transitions");
    }

    [Fact]
    public void What_one_source_speaks_of_is_evaluated_at_arrival_and_each_in_its_own_order()
    {
        var rule = YellowRule.Of(new Core.Detection.Types.Threshold.ThresholdDetection(EventNumber.Value), 20) with { By = KeyBy.Pair(KeyBy.Source, OfLane) };
        var rig = new Rig([rule], TimeSpan.FromHours(1), new Vocabulary());
        rig.Observe(At(100, 30), Text("a"));
        rig.Observe(At(50, 40), Text("b"));
        Assert.Equal(["s | b", "s | a"], rig.Drain().Select(t => t.Key));
        Assert.Equal(Core.Detection.Plan.Verdict.Late, rig.Observe(At(40, 40), Text("b")));
        Assert.Equal(new EventTime(50_000_000), rig.Passed);
        Assert.Equal(Core.Detection.Plan.Verdict.Evaluated, rig.Observe(At(60, 1), null));
    }

    [Fact]
    public void Alert_names_the_source_of_a_pair_and_where_it_was_seen()
    {
        var rule = YellowRule.Of(new Core.Detection.Types.Threshold.ThresholdDetection(EventNumber.Value), 20) with
        {
            By = KeyBy.Pair(KeyBy.Source, OfLane),
            Message = MessageTemplate.Parse("{{ source }} at {{ site }}: {{ key }}"),
        };
        var rig = new Rig([rule], TimeSpan.Zero, new Vocabulary());
        rig.Observe(At(100, 30), Text("a|b | c"));
        using var json = new AlertJson();
        var text = System.Text.Encoding.UTF8.GetString(json.Encode(rig.Drain().Single()));
        Assert.Contains("""
            "key":"s | a|b | c","by":"[source, attributes.lane]","source":"s","site":"n/c/g/b"
            """, text, StringComparison.Ordinal);
        Assert.Contains("s at n/c/g/b: s | a|b | c", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a|b", "c")]
    [InlineData("a", "b|c")]
    [InlineData("a | b", "c | d")]
    [InlineData("|", "|")]
    [InlineData("a||", "| b")]
    public void Pair_is_told_apart_from_any_other(string first, string second) => Assert.Equal((first, second), KeyText.Split(KeyText.Join(first, second)));

    [Theory]
    [InlineData("source")]
    [InlineData("attributes.lane")]
    [InlineData("[site, attributes.lane]")]
    [InlineData("[source, credential]")]
    [InlineData("[attributes.line, attributes.direction]")]
    public void Key_is_read_as_it_is_written(string by) => Assert.Equal(by, KeyBy.Parse(by).ToString());

    [Fact]
    public void Task_takes_only_so_many_values_of_an_attribute()
    {
        var by = KeyBy.Pair(KeyBy.Source, OfLane);
        var rule = YellowRule.Of(new Core.Detection.Types.Threshold.ThresholdDetection(EventNumber.Value), 20) with { By = by };
        var rig = new Rig([rule], TimeSpan.Zero, new Vocabulary(maxSources: 8));
        for (var i = 0; i < 20; i++) rig.Observe(At(i, 30), Text($"{i}"));
        Assert.Equal(8, rig.Drain().Count);
        Assert.Equal(12, rig.Evaluator.States.OfType<KeyDirectory>().Single(keys => keys.By == by).Refused);
    }

    [Fact]
    public void Known_pair_costs_no_more_memory_than_a_known_source()
    {
        var (ofSource, _) = BytesBy(KeyBy.Source);
        var (ofPair, keys) = BytesBy(KeyBy.Pair(KeyBy.Source, OfLane));
        Assert.True(ofPair <= ofSource + 100, $"{ofPair} bytes instead of {ofSource}");
        Assert.Equal(["s | 1", "s | 2.5", "s | true"], Enumerable.Range(1, 3).Select(keys.KeyOf));

        static (long Bytes, KeyDirectory Keys) BytesBy(KeyBy by)
        {
            var rule = YellowRule.Of(new Core.Detection.Types.Threshold.ThresholdDetection(EventNumber.Value), double.MaxValue) with { By = by };
            var rig = new Rig([rule], TimeSpan.Zero, new Vocabulary());
            EventAttribute[] lanes = [Text("1"), new(Lane, EventValueKind.Number, 2.5, null), new(Lane, EventValueKind.Boolean, 1, null)];
            var second = 0;
            void Observe()
            {
                foreach (var lane in lanes)
                {
                    for (var i = 0; i < 1000; i++) rig.Observe(At(second, 3), lane);
                }

                second++;
            }

            Observe();
            return (SteadyState.LeastBytes(Observe), rig.Evaluator.States.OfType<KeyDirectory>().Single(keys => keys.By == by));
        }
    }

    private static Reading At(int second, double value) => new(second * 1_000_000L, "s", "n/c/g/b", value, second);

    private static EventAttribute Text(string lane) => new(Lane, EventValueKind.Text, 0, lane);

    private sealed class Rig(IReadOnlyList<Rule> rules, TimeSpan lateness, Vocabulary vocabulary)
    {
        private readonly EventBatch _batch = new();
        private readonly int _kind = vocabulary.Kinds.Intern("sensor.gas");
        private readonly List<AlertTransition> _transitions = [];

        public RuleEvaluator Evaluator { get; } = new(rules, EvaluatorRig.Task, vocabulary, lateness: new ByKind<TimeSpan>(lateness, []));

        public EventTime Passed => Evaluator.ClockPassed(_batch[0]);

        public Core.Detection.Plan.Verdict Observe(Reading reading, EventAttribute? lane)
        {
            _batch.Clear();
            if (lane is { } attribute) _batch.AddAttribute(attribute);
            _batch.Add(new Event
            {
                Kind = _kind,
                Source = vocabulary.Sources.Intern(reading.Source),
                Site = vocabulary.Sites.Intern(reading.Site),
                Time = new EventTime(reading.At),
                ValueKind = double.IsNaN(reading.Value) ? EventValueKind.None : EventValueKind.Number,
                Number = reading.Value,
                Offset = reading.Offset,
                Line = -1,
                AttributeCount = lane is null ? 0 : 1,
            });
            return Evaluator.Observe(_batch, 0);
        }

        public List<AlertTransition> Drain()
        {
            Evaluator.Drain(_transitions);
            var drained = _transitions.ToList();
            _transitions.Clear();
            return drained;
        }

        public List<string> Lines()
        {
            Evaluator.Drain(_transitions);
            return [.. _transitions.Order(TransitionOrder.Instance).Select(t => string.Create(CultureInfo.InvariantCulture,
                $"{t.At} {t.Rule.Id}/{t.Key} {t.Number} {t.State} {t.PreviousGrade}->{t.Grade} {t.Reason} {t.Onset} {t.FirstEvidence} "
                    + $"{t.Measurement.Measure:G9} {t.Measurement.Count} {t.Measurement.From} {t.Measurement.To} {t.Evidence} {t.FirstRecords}"))];
        }

        /// <summary>A task that goes on from a checkpoint; its events that wait are read again.</summary>
        public Rig Restored()
        {
            Evaluator.Drain(_transitions);
            if (Evaluator.Waiting > 0) return this;
            var next = new Rig(rules, lateness, new Vocabulary());
            SegmentEncoder.Restore(new SegmentEncoder(Evaluator).Next().ToArray(), next.Evaluator, Evaluator.Now,
                (part, key, reason) => throw new InvalidOperationException($"{part} {key}: {reason}"));
            SegmentEncoder.Complete(next.Evaluator, Evaluator.Now);
            next._transitions.AddRange(_transitions);
            return next;
        }
    }
}
