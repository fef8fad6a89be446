using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>An evaluator that is stopped and restored, or takes over from another one, goes on as if nothing had happened.</summary>
public sealed class RestoredEvaluatorTests
{
    private static readonly int Streams = Effort.Of(80);

    public static TheoryData<string> Types => [.. RandomRules.Types, .. NewerRules.Types, .. ScoringRules.Types, .. AreaRules.Types, "roster", "flatline within hours"];

    [Theory]
    [MemberData(nameof(Types))]
    public void Restored_at_random_points_equals_never_having_stopped(string type) =>
        GoesOn(type, static (rig, random) => random.Next(6) == 0 ? rig.Restored(random.Next(3) == 0) : rig);

    [Theory]
    [MemberData(nameof(Types))]
    public void Taken_over_at_random_points_equals_never_having_stopped(string type) =>
        GoesOn(type, static (rig, random) => random.Next(6) == 0 ? rig.TakenOver() : rig);

    private static void GoesOn(string type, Func<EvaluatorRig, Random, EvaluatorRig> interrupt)
    {
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var unit = TimeSpan.FromMilliseconds(random.Next(3) switch { 0 => 100, 1 => 10_000, _ => 1000 });
            var rules = RulesOf(type, random, unit);
            var stream = NewerRules.Stream(type, random, unit, random.Next(5, 60));
            if (type is "change" or "spike" && random.Next(2) == 0) stream = RegisterStream.Over(stream, random);
            var end = stream[^1].At + (RandomStream.Micros(unit) * random.Next(0, 40));
            var clocks = random.Next();
            var expiry = random.Next(2) == 0 ? null : new KeyExpiry(TimeSpan.FromMinutes(5));
            var expected = Run(new EvaluatorRig(rules, expiry, new Vocabulary()), stream, end, new Random(clocks), static (rig, _) => rig);
            var actual = Run(new EvaluatorRig(rules, expiry, new Vocabulary()), stream, end, new Random(clocks), interrupt);
            if (expected != actual) Assert.Fail($"{type} stream {seed}:\nnever stopped\n{expected}\nstopped\n{actual}");
        }
    }

    private static List<Rule> RulesOf(string type, Random random, TimeSpan unit)
    {
        if (type == "flatline within hours") return [.. NewerRules.Make("flatline", random, unit).Select(rule => rule with { Schedule = RandomRules.Hours })];
        if (NewerRules.Types.Contains(type)) return NewerRules.Make(type, random, unit);
        if (AreaRules.Types.Contains(type)) return AreaRules.Make(type, random, unit);
        if (ScoringRules.Types.Contains(type)) return ScoringRules.Make(type, random, unit);
        if (type != "roster") return [.. Enumerable.Range(1, random.Next(1, 4)).Select(i => RandomRules.Make(type, random, unit, $"r{i}"))];
        var rule = RandomRules.Make("absence", random, unit);
        return [rule with { By = KeyBy.Source,
            Detection = (AbsenceDetection)rule.Detection with { Expected = [new("s0", "huaxi/c12/g07/b3"), new("silent", "huaxi/c12/g07/b9")] } }];
    }

    private static string Run(EvaluatorRig rig, IReadOnlyList<Reading> stream, long end, Random random, Func<EvaluatorRig, Random, EvaluatorRig> interrupt)
    {
        var interruptions = new Random(1);
        var transitions = new List<AlertTransition>();
        var now = stream[0].At;

        void Interrupt()
        {
            rig.Drain();
            transitions.AddRange(rig.Transitions);
            rig.Transitions.Clear();
            rig = interrupt(rig, interruptions);
        }

        foreach (var reading in stream)
        {
            while (random.Next(4) == 0)
            {
                rig.AdvanceTo(now = random.NextInt64(now, reading.At + 1));
                Interrupt();
            }

            rig.Observe(reading);
            now = reading.At;
            Interrupt();
        }

        rig.AdvanceTo(random.NextInt64(now, end + 1));
        Interrupt();
        rig.AdvanceTo(end);
        Interrupt();
        return TransitionText.WithFindings(transitions.Order(TransitionOrder.Instance));
    }
}
