using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Expected sources that never spoke: gm-1 and gm-2 at b3, gm-9 at b9; silence is yellow after 60 s.</summary>
public sealed class RosterTests
{
    private const string B3 = "huaxi/c12/g07/b3";
    private const string B9 = "huaxi/c12/g07/b9";
    private readonly EventBatch _batch = new();
    private Vocabulary _vocabulary = new();

    [Fact]
    public void Source_that_never_spoke_is_missed_from_the_first_time_on()
    {
        var evaluator = Start(Roster("gm-1", "gm-2"));
        Speak(evaluator, 0, "gm-1");
        Speak(evaluator, 50, "gm-1");
        Assert.Equal([$"60s gm-2@{B3} Yellow"], Until(evaluator, 61));
        Speak(evaluator, 70, "gm-2");
        Assert.Equal([$"70s gm-2@{B3} end"], Until(evaluator, 71));
    }

    [Fact]
    public void Restart_neither_forgets_nor_repeats_what_is_missed()
    {
        var rule = Roster("gm-1", "gm-2");
        var evaluator = Start(rule);
        Speak(evaluator, 0, "gm-1");
        Assert.Equal([$"60s gm-1@{B3} Yellow", $"60s gm-2@{B3} Yellow"], Until(evaluator, 65));
        var restored = Restored(evaluator, rule);
        Assert.Empty(Until(restored, 1000));
        Speak(restored, 1001, "gm-2");
        Assert.Equal([$"1001s gm-2@{B3} end"], Until(restored, 1002));
    }

    [Fact]
    public void Source_added_to_the_roster_is_missed_from_the_restart_on_not_from_the_beginning_of_time()
    {
        var evaluator = Start(Roster("gm-1"));
        Speak(evaluator, 0, "gm-1");
        Speak(evaluator, 100, "gm-1");
        var restored = Restored(evaluator, Roster("gm-1", "gm-2"));
        Speak(restored, 150, "gm-1");
        Assert.Equal([$"160s gm-2@{B3} Yellow"], Until(restored, 161));
    }

    [Fact]
    public void Source_taken_off_the_roster_before_it_spoke_is_missed_no_more()
    {
        var evaluator = Start(Roster("gm-1", "gm-2"));
        Speak(evaluator, 0, "gm-1");
        Speak(evaluator, 59, "gm-1");
        Assert.Equal([$"60s gm-2@{B3} Yellow"], Until(evaluator, 65));
        Assert.Equal([$"65s gm-2@{B3} end"], Until(Restored(evaluator, Roster("gm-1")), 66));
    }

    [Fact]
    public void Task_of_one_partition_takes_on_the_roster_of_a_site_once_that_has_been_seen()
    {
        var evaluator = Start(Roster("gm-1", "gm-2", "gm-9"), static (_, _) => false);
        Speak(evaluator, 0, "meter", kind: "utility.gas.flow");
        Speak(evaluator, 30, "smoke", kind: "sensor.smoke");
        Assert.Equal([$"90s gm-1@{B3} Yellow", $"90s gm-2@{B3} Yellow"], Until(evaluator, 1000));
    }

    [Fact]
    public void Task_waits_from_the_start_for_what_it_is_told_to()
    {
        var evaluator = Start(Roster("gm-1", "gm-9"), static (_, expected) => expected.Site == B9);
        evaluator.AdvanceTo(At(0));
        Assert.Equal([$"60s gm-9@{B9} Yellow"], Until(evaluator, 100));
    }

    private static Rule Roster(params string[] keys) => YellowRule.Of(
        new AbsenceDetection([TimeSpan.FromSeconds(60)]) { Expected = [.. keys.Select(key => new ExpectedKey(key, key == "gm-9" ? B9 : B3))] }, 60);

    private RuleEvaluator Start(Rule rule, Func<Rule, ExpectedKey, bool>? watches = null) =>
        new([rule], EvaluatorRig.Task, _vocabulary) { WatchesFromStart = watches };

    private RuleEvaluator Restored(RuleEvaluator before, Rule rule)
    {
        var segment = new SegmentEncoder(before).Next().ToArray();
        _vocabulary = new Vocabulary();
        var evaluator = Start(rule);
        SegmentEncoder.Restore(segment, evaluator, EventTime.MaxValue, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"));
        SegmentEncoder.Complete(evaluator, before.Now);
        return evaluator;
    }

    private void Speak(RuleEvaluator evaluator, double second, string source, string kind = "sensor.gas")
    {
        _batch.Clear();
        _batch.Add(new Event
        {
            Kind = _vocabulary.Kinds.Intern(kind),
            Source = _vocabulary.Sources.Intern(source),
            Site = _vocabulary.Sites.Intern(B3),
            Time = At(second),
            Number = 1,
            Offset = (long)second,
        });
        evaluator.Observe(_batch, 0);
    }

    private static string[] Until(RuleEvaluator evaluator, double second)
    {
        evaluator.AdvanceTo(At(second));
        var transitions = new List<AlertTransition>();
        evaluator.Drain(transitions);
        return [.. transitions.Select(
            t => FormattableString.Invariant($"{(t.At - RandomStream.Start).TotalSeconds}s {t.Key}@{t.Site} {(t.State == AlertState.Resolved ? "end" : t.Grade)}"))];
    }

    private static EventTime At(double second) => new(YellowRule.AtSecond(second));
}
