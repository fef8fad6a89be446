using RiskEngine.Core.Time;
using RiskEngine.Models.Evaluation;
using Xunit;

namespace RiskEngine.Models.Tests.Evaluation;

public sealed class EventScoreTests
{
    private static readonly LabelledSeries Series = Hourly(480, [new RowRange(100, 109), new RowRange(300, 309)]);

    [Fact]
    public void Alarms_close_together_are_one_false_alert()
    {
        var scores = new double[480];
        scores[200] = scores[202] = scores[205] = scores[230] = 1;
        var result = EventScore.At(0.5, [Series], [scores], TimeSpan.FromHours(6));
        Assert.Equal(2, result.FalseAlerts);
        Assert.Equal(0, result.Found);
        Assert.Equal(2, result.Events);
    }

    [Fact]
    public void An_alert_that_reaches_into_an_event_is_not_false()
    {
        var scores = new double[480];
        scores[98] = scores[103] = scores[108] = scores[112] = 1;
        var result = EventScore.At(0.5, [Series], [scores], TimeSpan.FromHours(6));
        Assert.Equal(0, result.FalseAlerts);
        Assert.Equal(1, result.Found);
        Assert.Equal(TimeSpan.FromHours(3), result.MedianDelay);
    }

    [Fact]
    public void The_threshold_within_a_budget_is_the_lowest_one()
    {
        var scores = new double[480];
        for (var i = 0; i < 20; i++) scores[(i * 20) + 75] = (i + 1) / 100.0;
        scores[105] = 0.15;
        var result = EventScore.Within(0.5, [Series], [scores], TimeSpan.FromHours(6));
        Assert.True(result.FalsePerDay <= 0.5);
        Assert.True(EventScore.At(result.Threshold - 0.015, [Series], [scores], TimeSpan.FromHours(6)).FalsePerDay > 0.5);
    }

    [Fact]
    public void A_perfect_score_has_the_whole_volume_and_noise_has_little()
    {
        var perfect = new double[480];
        foreach (var window in Series.Windows) Array.Fill(perfect, 1, window.First, window.Length);
        var random = new Random(5);
        var noise = Enumerable.Range(0, 480).Select(_ => random.NextDouble()).ToArray();
        Assert.InRange(VolumeUnderSurface.PrecisionRecall(perfect, Series.Windows, 0), 0.98, 1.0001);
        Assert.InRange(VolumeUnderSurface.PrecisionRecall(noise, Series.Windows, 20), 0, 0.3);
    }

    [Fact]
    public void Point_score_counts_rows()
    {
        var scores = new double[480];
        Array.Fill(scores, 1, 100, 20);
        var result = PointScore.At(0.5, [Series], [scores], 0);
        Assert.Equal(0.5, result.F1, 12);
        Assert.Equal(10.0 / 460, result.FalseAlarmRate, 12);
        Assert.Equal(0.5, result.MissedAlarmRate, 12);
    }

    private static LabelledSeries Hourly(int rows, RowRange[] windows)
    {
        var times = Enumerable.Range(0, rows).Select(i => new EventTime(i * 3_600_000_000L)).ToArray();
        return new("hourly", new ChannelTable(["value"], times, new string[rows], new double[rows], new Dictionary<string, double[]>()), windows);
    }
}
