using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Alerts;

/// <summary>The alerts of one rule: why they change, what of them is stored, and for how long.</summary>
public sealed class AlertBookTests
{
    private static readonly Rule High = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 5, "high") with
    {
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition>
        {
            [Grade.Yellow] = new(">= 5", Comparison.GreaterOrEqual, 5),
            [Grade.Red] = new(">= 20", Comparison.GreaterOrEqual, 20),
        }),
    };

    private long _offset;

    [Fact]
    public void A_change_that_time_brings_is_a_condition_where_the_grade_rises_and_a_clearance_where_it_sinks()
    {
        var rule = High with { For = Seconds(2), Clear = new ClearPolicy(null, Seconds(10)) };
        Assert.Equal(
            ["2s Yellow Condition", "6s Red Condition", "20s Yellow Cleared", "32s end Cleared"],
            Run(rule, (0, 9), (4, 25), (10, 9), (22, 1)));
    }

    /// <summary>The alert waits for its end at 30 s when it is to rise at 23 s.</summary>
    [Fact]
    public void A_timer_that_is_set_does_not_keep_an_earlier_change_waiting()
    {
        var rule = High with { For = Seconds(2), Clear = new ClearPolicy(null, Seconds(10)) };
        Assert.Equal(["2s Yellow Condition", "23s Red Condition"], Run(rule, (0, 9), (20, 1), (21, 25))[..2]);
    }

    [Fact]
    public void A_clear_condition_counts_only_while_no_grade_holds_and_only_where_it_holds_itself()
    {
        var rule = High with { Clear = new ClearPolicy(new MeasureCondition("< 8", Comparison.Less, 8), TimeSpan.Zero) };
        Assert.Equal(["0s Yellow Condition"], Run(rule, (0, 9), (1, 6), (2, 7)));
        var lower = High with { Clear = new ClearPolicy(new MeasureCondition("< 3", Comparison.Less, 3), TimeSpan.Zero) };
        Assert.Equal(["0s Yellow Condition", "3s end Cleared"], Run(lower, (0, 9), (1, 4), (2, 4), (3, 2)));
    }

    [Fact]
    public void Clear_conditions_that_cannot_be_evaluated_are_counted_and_end_nothing()
    {
        var clear = new MeasureCondition("?", null, double.NaN, static m => m.Measure switch { 1 => Outcome.Error, 2 => Outcome.False, _ => Outcome.True });
        var rig = new EvaluatorRig(High with { Clear = new ClearPolicy(clear, TimeSpan.Zero) });
        foreach (var value in new[] { 9, 1, 2, 1 }) Observe(rig, _offset, value);
        Assert.Equal((2, 1), (Book(rig).Errors, Book(rig).OpenCount));
        Observe(rig, _offset, 3);
        Assert.Equal((2, 0), (Book(rig).Errors, Book(rig).OpenCount));
    }

    [Fact]
    public void A_measure_that_is_no_number_changes_nothing_and_starts_nothing()
    {
        var rig = new EvaluatorRig(High);
        Observe(rig, 0, 9);
        var book = Book(rig);
        var unknown = new Measurement(double.NaN, 1, At(1), At(1));
        book.Measure(1, unknown, Evidence.At(1));
        book.Measure(2, unknown, Evidence.At(1));
        Assert.Equal((1, true, false), (book.OpenCount, book.IsOpen(1), book.IsOpen(2)));
        Assert.Equal(["0s Yellow Condition"], Told(rig));
    }

    [Theory]
    [InlineData(NoDataPolicy.Hold, "0s Yellow Condition")]
    [InlineData(NoDataPolicy.Resolve, "0s Yellow Condition", "5s end NoData")]
    [InlineData(NoDataPolicy.Alert, "0s Yellow Condition", "5s Yellow NoData")]
    public void Silence_does_to_what_fires_and_to_what_is_quiet_what_the_rule_says(NoDataPolicy policy, params string[] expected)
    {
        var rig = new EvaluatorRig(High with { NoData = policy });
        Observe(rig, 0, 9, "fires");
        Observe(rig, 0, 1, "quiet");
        Book(rig).NoData(1, At(5));
        Book(rig).NoData(2, At(5));
        Assert.Equal(expected, Told(rig));
    }

    [Fact]
    public void Alerts_that_start_and_end_at_one_time_are_stored_beside_open_ones_and_go_on_counting_after_a_restart()
    {
        var rig = new EvaluatorRig(High);
        Assert.Equal(0, Book(rig).SlotBound);
        foreach (var source in new[] { "a", "b" })
        {
            Observe(rig, 0, 9, source);
            Observe(rig, 0, 1, source);
        }

        Assert.NotEqual(0, Book(rig).SlotBound);
        Observe(rig, 0, 9, "c");
        Observe(rig, 0, 9, "d");
        Assert.NotEqual(0, Book(rig).SlotBound);
        Assert.Equal(["1", "2", "3 open", "4 open"], Stored(rig));

        rig = rig.Restored(fromScratch: true);
        Assert.Equal(["1", "2", "3 open", "4 open"], Stored(rig));
        foreach (var source in new[] { "b", "a", "c" }) Observe(rig, 0, source == "c" ? 1 : 9, source);
        rig.Drain();
        Assert.Equal([("a", 3), ("b", 3), ("c", 2)], rig.Transitions.Select(t => (t.Key, t.Number)).Order());
    }

    [Fact]
    public void A_pending_alert_that_ends_where_it_started_leaves_nothing()
    {
        var rig = new EvaluatorRig(High with { For = Seconds(10) });
        Observe(rig, 0, 9);
        Observe(rig, 0, 1);
        Assert.Empty(Stored(rig));
        Assert.Equal(0, Book(rig).SlotBound);
    }

    [Fact]
    public void An_alert_of_a_later_time_counts_its_transitions_from_one()
    {
        (int Second, double Value, string Source)[] measured =
        [
            (0, 9, "a"), (0, 1, "a"), (0, 9, "c"), (0, 1, "c"),
            (1, 9, "c"), (1, 9, "b"), (1, 1, "b"), (1, 9, "a"), (1, 1, "a"), (1, 9, "a"),
        ];
        var rig = new EvaluatorRig(High);
        foreach (var (second, value, source) in measured) Observe(rig, second, value, source);
        rig.Drain();
        Assert.Equal(
            ["0a1", "0a2", "0c1", "0c2", "1a1", "1a2", "1a3", "1b1", "1b2", "1c1"],
            rig.Transitions.Select(t => $"{(t.At - RandomStream.Start).TotalSeconds}{t.Key}{t.Number}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("x-absent")]
    public void A_key_is_remembered_for_as_long_as_the_longest_of_its_rules_looks_back(string id)
    {
        var absent = YellowRule.Of(new AbsenceDetection([TimeSpan.FromMinutes(20)]), 1200, id);
        var rig = new EvaluatorRig([High, absent], new KeyExpiry(TimeSpan.FromMinutes(5)), new Vocabulary());
        Observe(rig, 0, 1);
        rig.AdvanceTo(At(1201).Micros);
        Assert.Equal(["1200s Yellow Condition"], Told(rig));
    }

    private static AlertBook Book(EvaluatorRig rig) => rig.Evaluator.States.OfType<AlertBook>().Single(book => book.Rule.Id == "high");

    /// <summary>The slots that have something to store, and whether that is an open alert.</summary>
    private static List<string> Stored(EvaluatorRig rig)
    {
        var stored = new List<string>();
        for (var slot = 1; slot < 10; slot++)
        {
            var writer = new StateWriter();
            if (Book(rig).TrySave(slot, writer)) stored.Add(EpisodeForm.IsOpen(writer.Written[0]) ? $"{slot} open" : $"{slot}");
        }

        return stored;
    }

    private string[] Run(Rule rule, params (int Second, double Value)[] measurements)
    {
        var rig = new EvaluatorRig(rule);
        foreach (var (second, value) in measurements) Observe(rig, second, value);
        rig.AdvanceTo(At(100).Micros);
        return Told(rig);
    }

    private void Observe(EvaluatorRig rig, long second, double value, string source = "a") =>
        rig.Observe(new Reading(At(second).Micros, source, "a/b", value, _offset++));

    private static string[] Told(EvaluatorRig rig)
    {
        rig.Drain();
        return [.. rig.Transitions.Select(t => FormattableString.Invariant(
            $"{(t.At - RandomStream.Start).TotalSeconds}s {(t.State == AlertState.Resolved ? "end" : t.Grade)} {t.Reason}"))];
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static EventTime At(long second) => RandomStream.Start + TimeSpan.FromSeconds(second);
}
