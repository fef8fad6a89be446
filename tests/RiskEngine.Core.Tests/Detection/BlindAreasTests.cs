using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>A site is blind for a risk while devices that spoke regularly are silent, and no longer.</summary>
public sealed class BlindAreasTests
{
    private const string Site = "huaxi/c12/g07/b3";
    private static readonly Rule High = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 5, "gas-high");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private long _offset;

    [Fact]
    public void A_third_two_thirds_and_all_of_the_devices_are_yellow_orange_and_red_where_a_rule_may_raise_red()
    {
        foreach (var highest in new[] { Grade.Yellow, Grade.Red })
        {
            var rig = Rig(Hour, RuleUpTo(highest));
            Speak(rig, 0, 120, ["gm-1", "gm-2", "gm-3", "gm-4"]);
            Speak(rig, 120, 140, ["gm-2", "gm-3", "gm-4"]);
            Speak(rig, 140, 160, ["gm-3", "gm-4"]);
            Speak(rig, 160, 180, ["gm-4"]);
            Tick(rig, 180, 200);
            Speak(rig, 200, 202, ["gm-1", "gm-2", "gm-3", "gm-4"]);

            // A quarter, a half, three quarters, all.
            string[] expected = ["Blue 25", "Yellow 50", "Orange 75", .. highest == Grade.Red ? ["Red 100"] : Array.Empty<string>(), "end 0"];
            Assert.Equal(expected, rig.Transitions.Select(t => $"{(t.State == AlertState.Resolved ? "end" : t.Grade)} {t.Measurement.Measure}"));
            Assert.All(rig.Transitions, t => Assert.Equal(("riskengine-area-blind", $"{Site} | sensor", Site), (t.Rule.Id, t.Key, t.Site)));
            var first = rig.Transitions[0].Blind!;
            Assert.Equal((4, 1, "gas-high", "gm-1"), (first.Sources, first.Silent, Assert.Single(first.Risks), Assert.Single(first.Devices)));
            Assert.Equal(YellowRule.AtSecond((119 * 60) + 50), first.Since.Micros);
            Assert.Null(rig.Transitions[^1].Blind);
        }
    }

    [Fact]
    public void The_sentence_says_which_devices_since_when_and_which_rules_and_the_record_says_the_same()
    {
        var rig = Rig(Hour, [.. Enumerable.Range(1, 7).Select(i => High with { Id = $"gas-{i}" })]);
        Speak(rig, 0, 120, ["gm-1", "gm-2"]);
        Speak(rig, 120, 140, ["gm-2"]);

        var alert = Assert.Single(rig.Transitions);
        Assert.Equal("1 of 2 sensor devices of huaxi/c12/g07/b3 have been silent since 2026-11-21T11:59:50.000Z: gm-1. "
            + "Nothing there is seen by gas-1, gas-2, gas-3, gas-4, gas-5 and 2 more", AlertSentence.Of(alert));
        using var json = new AlertJson();
        Assert.Contains("""
            "blind":{"sources":2,"silent":1,"since":"2026-11-21T11:59:50.000Z","risks":["gas-1","gas-2","gas-3","gas-4","gas-5","gas-6","gas-7"],"devices":["gm-1"]}
            """.Trim(), Encoding.UTF8.GetString(json.Encode(alert)), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_uploads_once_a_day_is_not_silent_for_three_days()
    {
        var rig = Rig(TimeSpan.FromDays(1), High);
        var late = false;
        for (var minute = 0; minute < 60 * 24 * 14; minute++)
        {
            At(rig, minute, "live-1");
            if (minute % (60 * 24) == 120 && minute / (60 * 24) is < 8 or > 10) late |= minute > 0 && AtUpload(rig, minute);
        }

        Assert.True(late);
        Assert.Empty(rig.Transitions);
    }

    [Fact]
    public void Who_speaks_when_something_happens_is_not_silent_when_nothing_does()
    {
        var random = new Random(7);
        var rig = Rig(Hour, High);
        for (var minute = 0; minute < 60 * 24 * 3; minute++)
        {
            At(rig, minute, "live-1");

            // A door at which people come and go by day, about every four minutes.
            if (minute / 60 % 24 is >= 8 and < 20 && random.Next(4) == 0) At(rig, minute + 0.5, "door-1");
        }

        Assert.Empty(rig.Transitions);
    }

    [Fact]
    public void A_device_of_an_hour_says_nothing_where_a_day_is_asked_for_nor_one_that_only_rules_about_silence_look_at()
    {
        var young = Rig(TimeSpan.FromDays(1), High);
        Speak(young, 0, 120, ["gm-1"]);
        Tick(young, 120, 300);
        Assert.Empty(young.Transitions);
        var absence = Rig(Hour, YellowRule.Of(new AbsenceDetection([TimeSpan.FromDays(30)]), 1e9, "silent"));
        Speak(absence, 0, 120, ["gm-1"]);
        Tick(absence, 120, 300);
        Assert.Empty(absence.Transitions);
        var off = new EvaluatorRig([High], null, new Vocabulary());
        Speak(off, 0, 120, ["gm-1"]);
        Tick(off, 120, 300);
        Assert.Empty(off.Transitions);
    }

    [Fact]
    public void A_pause_of_the_whole_log_is_no_silence()
    {
        var rig = Rig(Hour, High);
        Speak(rig, 0, 120, ["gm-1", "gm-2", "gm-3"]);
        Speak(rig, 600, 720, ["gm-1", "gm-2", "gm-3"]);
        Assert.Empty(rig.Transitions);
    }

    [Fact]
    public void Five_thousand_devices_that_fall_silent_at_one_moment_are_one_alert_of_each_site()
    {
        var rig = Rig(Hour, RuleUpTo(Grade.Red));
        for (var minute = 0.5; minute < 90; minute++)
        {
            for (var i = 0; i < 5_000; i++) At(rig, minute, $"gm-{i}", $"huaxi/c12/g{i % 10}/b{i % 100}");
            At(rig, minute, "alone", "huaxi/c12/g99/b9");
        }

        for (var minute = 90.5; minute < 150; minute++) At(rig, minute, "alone", "huaxi/c12/g99/b9");
        Assert.Equal(100, rig.Transitions.Count);
        Assert.All(rig.Transitions, t => Assert.Equal((Grade.Red, 50, 50, BlindSpot.Most), (t.Grade, t.Blind!.Sources, t.Blind.Silent, t.Blind.Devices.Count)));
        Assert.Single(rig.Transitions.Select(t => t.At).Distinct());
    }

    [Fact]
    public void Says_what_the_slow_way_says_whatever_falls_silent_and_comes_back_and_is_restored()
    {
        var said = 0;
        for (var seed = 0; seed < Effort.Of(60); seed++)
        {
            var random = new Random(seed);
            var highest = random.Next(2) == 0 ? Grade.Red : Grade.Yellow;
            var looks = random.Next(10, 90);
            var rig = Rig(TimeSpan.FromMinutes(looks), RuleUpTo(highest));
            var twin = new BlindTwin(looks, highest);
            var transitions = new List<AlertTransition>();
            foreach (var (at, source, site) in Life(random))
            {
                twin.Come(at, source, site);
                if (source is null) rig.Evaluator.Tick(new EventTime(at));
                else rig.Observe(new Reading(at, source, site, 1, _offset++));
                if (random.Next(200) > 0) continue;
                Drain(rig, transitions);
                rig = random.Next(3) == 0 ? rig.TakenOver() : rig.Restored(random.Next(3) == 0);
            }

            Drain(rig, transitions);
            var lines = transitions.Select(t => BlindTwin.Line(t.At.Micros, t.Key, t.State == AlertState.Resolved ? "end"
                : $"{t.Grade} {t.Blind!.Silent}/{t.Blind.Sources} {string.Join(' ', t.Blind.Devices)}"));
            Assert.Equal(twin.Said, lines);
            said += twin.Said.Count;
        }

        Assert.True(said > Effort.Of(60) * 4, $"{said} lines");
    }

    /// <summary>Ten hours of devices that speak each minute to each ten, are silent for hours, and come back; and ticks in between.</summary>
    private static IEnumerable<(long At, string? Source, string Site)> Life(Random random)
    {
        var all = new List<(long At, string? Source, string Site)>();
        for (var i = 0; i < 9; i++)
        {
            var interval = random.Next(6) switch { 0 => 600.0, 1 => 240, 2 => 60, _ => 20 };
            var isErratic = random.Next(5) == 0;
            var at = random.NextDouble() * interval;
            while (at < 36_000)
            {
                all.Add((YellowRule.AtSecond(Math.Round(at, 3)), $"gm-{i}", $"huaxi/c12/g07/b{i % 3}"));
                at += isErratic ? -Math.Log(1 - random.NextDouble()) * interval : interval;
                if (random.NextDouble() < interval / 7_200) at += random.Next(60, 12_000);
            }
        }

        for (var left = random.Next(200); left > 0; left--) all.Add((YellowRule.AtSecond(random.Next(36_000)), null, ""));
        return all.OrderBy(one => one.At).ThenBy(one => one.Source, StringComparer.Ordinal);
    }

    private static void Drain(EvaluatorRig rig, List<AlertTransition> into)
    {
        rig.Drain();
        into.AddRange(rig.Transitions);
        rig.Transitions.Clear();
    }

    private static EvaluatorRig Rig(TimeSpan after, params IReadOnlyList<Rule> rules) => new(rules, null, new Vocabulary(), blindAfter: after);

    private static Rule RuleUpTo(Grade highest) => High with
    {
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [highest] = new(">= 5", Comparison.GreaterOrEqual, 5) }),
    };

    private bool AtUpload(EvaluatorRig rig, double minute)
    {
        for (var i = 0; i < 24; i++) rig.Observe(new Reading(YellowRule.AtSecond((minute * 60) - ((23 - i) * 3_600)), "nb-1", Site, 1, _offset++));
        rig.Drain();
        return true;
    }

    /// <summary>Devices speak each ten seconds, from a minute to another.</summary>
    private void Speak(EvaluatorRig rig, int from, int to, string[] sources)
    {
        for (var second = from * 60; second < to * 60; second += 10)
        {
            foreach (var source in sources) At(rig, second / 60.0, source);
        }
    }

    private static void Tick(EvaluatorRig rig, int from, int to)
    {
        for (var minute = from; minute < to; minute++) rig.Evaluator.Tick(new EventTime(YellowRule.AtSecond(minute * 60)));
        rig.Drain();
    }

    private void At(EvaluatorRig rig, double minute, string source, string site = Site)
    {
        rig.Observe(new Reading(YellowRule.AtSecond(Math.Round(minute * 60, 3)), source, site, 1, _offset++));
        rig.Drain();
    }
}
