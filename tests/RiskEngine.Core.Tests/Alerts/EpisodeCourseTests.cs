using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Alerts;

/// <summary>The course of an alert step by step, at its measurements and at the times that it asks for itself: <c>10s Yellow</c>, or <c>5s -</c> where
/// nothing changes.</summary>
public sealed class EpisodeCourseTests
{
    private static readonly Rule Plain = WithGrades(Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red);
    private static readonly Rule Cleared = Plain with { Clear = new ClearPolicy(new MeasureCondition("?", Comparison.Less, 1), Seconds(10)) };

    [Fact]
    public void A_grade_is_reached_when_it_has_held_for_long_enough_and_each_by_itself()
    {
        var rule = Plain with { For = Seconds(10) };
        Assert.Equal(["0s -", "5s -", "10s Yellow", "15s Red"], Course(rule, (0, Grade.Yellow, false), (5, Grade.Red, false)));
        Assert.Equal(["0s -", "5s -", "8s -", "10s Yellow", "18s Red"], Course(rule, (0, Grade.Red, false), (5, Grade.Yellow, false), (8, Grade.Red, false)));
    }

    [Fact]
    public void What_is_left_before_it_is_reached_ends_at_once() =>
        Assert.Equal(["0s -", "9s end"], Course(Plain with { For = Seconds(10) }, (0, Grade.Yellow, false), (9, Grade.None, false)));

    [Fact]
    public void A_grade_is_left_when_it_has_not_held_for_long_enough_and_each_by_itself()
    {
        var rule = Plain with { Clear = new ClearPolicy(null, Seconds(10)) };
        Assert.Equal(["0s Red", "20s -", "25s -", "30s Orange", "35s end"], Course(rule, (0, Grade.Red, false), (20, Grade.Orange, false), (25, Grade.None, false)));
        Assert.Equal(["0s Yellow", "5s -", "12s -"], Course(rule, (0, Grade.Yellow, false), (5, Grade.None, false), (12, Grade.Yellow, false)));
    }

    [Fact]
    public void A_grade_rises_and_sinks_by_dwell_times_of_their_own() =>
        Assert.Equal(
            ["0s -", "5s Yellow", "7s -", "12s Red", "13s -", "23s Yellow"],
            Course(Plain with { For = Seconds(5), Clear = new ClearPolicy(null, Seconds(10)) }, (0, Grade.Yellow, false), (7, Grade.Red, false), (13, Grade.Yellow, false)));

    [Fact]
    public void While_it_is_kept_firing_it_sinks_to_the_lowest_grade_and_ends_afterwards()
    {
        var rule = Plain with { Clear = new ClearPolicy(null, Seconds(10)), KeepFiringFor = Seconds(30) };
        Assert.Equal(["0s Red", "20s -", "30s Blue", "50s end"], Course(rule, (0, Grade.Red, false), (20, Grade.None, false)));
        var withGaps = WithGrades(Grade.Yellow, Grade.Red) with { Clear = rule.Clear, KeepFiringFor = rule.KeepFiringFor };
        Assert.Equal(["0s Red", "20s -", "30s Yellow", "50s end"], Course(withGaps, (0, Grade.Red, false), (20, Grade.None, false)));
    }

    [Fact]
    public void Where_a_condition_clears_it_nothing_else_ends_it()
    {
        Assert.Equal(["0s Red", "20s -", "30s Blue"], Course(Cleared, (0, Grade.Red, false), (20, Grade.None, false)));
        Assert.Equal(["0s Red", "20s -", "30s Blue", "40s end"], Course(Cleared, (0, Grade.Red, false), (20, Grade.None, false), (30, Grade.None, true)));
        Assert.Equal(["0s Red", "20s -", "25s -", "30s end"], Course(Cleared, (0, Grade.Red, false), (20, Grade.None, true), (25, Grade.None, true)));
        Assert.Equal(
            ["0s Red", "20s -", "25s -", "28s -", "30s Blue", "38s end"],
            Course(Cleared, (0, Grade.Red, false), (20, Grade.None, true), (25, Grade.None, false), (28, Grade.None, true)));
    }

    [Fact]
    public void A_clear_condition_waits_for_the_end_of_what_is_kept_firing() =>
        Assert.Equal(["0s Red", "20s -", "30s Blue", "50s end"], Course(Cleared with { KeepFiringFor = Seconds(30) }, (0, Grade.Red, false), (20, Grade.None, true)));

    [Fact]
    public void It_starts_with_its_first_measurement_and_so_do_grades_that_have_not_held()
    {
        var episode = Started(Grade.Yellow);
        Assert.Equal((At(-60), At(0), Evidence.At(5)), (episode.Onset, episode.FirstEvidence, episode.FirstRecords));
        Assert.Equal(new[] { (true, At(0)), (true, At(0)), (false, At(0)), (false, At(0)) }, episode.Dwell().Grades.Select(grade => (grade.Holds, grade.Since)));
        Assert.Null(episode.Dwell().ClearSince);
    }

    [Fact]
    public void Silence_leaves_it_where_it_stands_until_it_is_measured_again()
    {
        var times = LadderTimes.Of(Cleared with { For = Seconds(10) });
        var episode = Started(Grade.Red);
        episode.MoveTo(Grade.Yellow);
        Measure(episode, 20, Grade.None, clears: true);
        episode.Freeze(At(25));
        Assert.Equal(new[] { (true, At(25)), (true, At(25)), (false, At(25)), (false, At(25)) }, episode.Dwell().Grades.Select(grade => (grade.Holds, grade.Since)));
        Assert.Null(episode.Dwell().ClearSince);
        Assert.Null(episode.NextChange(At(25), times));
        Assert.Equal((Grade.Yellow, false), (episode.GradeAt(At(9999), times, out var ended), ended));

        Measure(episode, 100, Grade.Red, clears: false);
        Assert.Equal((At(110), Grade.Yellow, Grade.Red),
            (episode.NextChange(At(100), times), episode.GradeAt(new EventTime(At(110).Micros - 1), times, out _), episode.GradeAt(At(110), times, out _)));
    }

    [Fact]
    public void A_stored_grade_beyond_red_is_damage()
    {
        var writer = new StateWriter();
        Started(Grade.Red).Save(writer);
        var bytes = writer.ToArray();
        for (byte grade = 0; grade < 7; grade++)
        {
            bytes[0] = grade;
            var reader = new StateReader(bytes);
            if (grade <= (byte)Grade.Red) Assert.Equal((Grade)grade, Episode.Restored(ref reader).Current);
            else Assert.Contains($"grade {grade}", Assert.Throws<StateFormatException>(() => Restored(bytes)).Message, StringComparison.Ordinal);
        }

        static void Restored(byte[] bytes)
        {
            var reader = new StateReader(bytes);
            Episode.Restored(ref reader);
        }
    }

    private static string[] Course(Rule rule, params (int At, Grade Grade, bool Clears)[] measurements)
    {
        var (episode, times) = (Started(Grade.None), LadderTimes.Of(rule));
        var course = new List<string>();
        for (var i = 0; i < measurements.Length; i++)
        {
            var (second, grade, clears) = measurements[i];
            Measure(episode, second, grade, clears);
            var end = i + 1 < measurements.Length ? At(measurements[i + 1].At) : At(1000);
            for (EventTime? now = At(second); now < end; now = episode.NextChange(now.Value, times))
            {
                var next = episode.GradeAt(now.Value, times, out var ended);
                course.Add(FormattableString.Invariant($"{(now.Value - At(0)).TotalSeconds}s {(ended ? "end" : next == episode.Current ? "-" : next)}"));
                if (ended) return [.. course];
                episode.MoveTo(next);
            }
        }

        return [.. course];
    }

    private static Episode Started(Grade grade)
    {
        var episode = new Episode(new Measurement(1, 1, At(-60), At(0)), Evidence.At(5));
        Measure(episode, 0, grade, clears: false);
        return episode;
    }

    private static void Measure(Episode episode, int second, Grade grade, bool clears) =>
        episode.Observe(grade, clears, new Measurement((double)grade, 1, At(second - 60), At(second)), Evidence.At(5));

    private static Rule WithGrades(params Grade[] grades) => YellowRule.Of(new ThresholdDetection(EventNumber.Value)) with
    {
        Grades = new GradeLadder(grades.ToDictionary(grade => grade, grade => new MeasureCondition("?", Comparison.GreaterOrEqual, (double)grade))),
    };

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static EventTime At(int second) => RandomStream.Start + TimeSpan.FromSeconds(second);
}
