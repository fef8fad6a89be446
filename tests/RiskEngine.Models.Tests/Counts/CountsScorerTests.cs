using RiskEngine.Core.Scoring;
using RiskEngine.Models.Counts;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.Tests.Evaluation;
using Xunit;

namespace RiskEngine.Models.Tests.Counts;

public sealed class CountsScorerTests
{
    private static readonly CountsModel Model = new();

    public static TheoryData<string> Noises => new(Noise.Kinds);

    [Theory]
    [MemberData(nameof(Noises))]
    public void A_score_over_999_permille_keeps_its_promised_rate(string kind)
    {
        int over = 0, judged = 0;
        for (var seed = 1; seed <= 4; seed++)
        {
            var scores = Observe(Noise.Counts(kind, 40_000, seed)).Skip(1000).ToArray();
            over += scores.Count(score => score.Value > 0.999);
            judged += scores.Length;
        }

        Assert.InRange((double)over / judged, 0.0002, 0.003);
    }

    [Fact]
    public void A_series_takes_at_most_four_kilobytes() => Assert.InRange(ScorerContract.Bytes(Model, 1), 1, 4096);

    [Fact]
    public void A_crowd_at_a_quiet_hour_is_found_and_the_same_number_at_a_busy_one_is_not()
    {
        var values = Busy(21, seed: 5);
        for (var row = Row(19, hour: 2); row < Row(19, hour: 3); row++) values[row] += 20;
        var scores = Observe(values);
        Assert.InRange(scores[Row(19, hour: 2)..Row(19, hour: 3)].Max(score => score.Value), 0.9999, 1);
        Assert.InRange(scores[Row(18, hour: 12)..Row(18, hour: 13)].Max(score => score.Value), 0, 0.999);
    }

    [Fact]
    public void Zeros_at_a_busy_hour_are_an_outage_and_no_anomaly()
    {
        var values = Busy(21, seed: 6);
        var (start, end) = (Row(19, hour: 11), Row(19, hour: 15));
        Array.Clear(values, start, end - start);
        var scores = Observe(values);
        Assert.All(scores[start..end], score => Assert.InRange(score.Value, 0, 0.999));
        Assert.All(scores[(start + 6)..end], score => Assert.True(score is { Outage: true, Value: 0 }));
        Assert.False(scores[start - 1].Outage);
        Assert.False(scores[end].Outage);
        Assert.InRange(scores[end..(end + 40)].Max(score => score.Value), 0, 0.999);
    }

    [Fact]
    public void Zeros_at_night_are_nobody()
    {
        var scores = Observe(Busy(21, seed: 7, night: 0.05));
        Assert.DoesNotContain(scores[Row(4, hour: 0)..], score => score.Outage);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void What_is_no_reading_is_an_outage_that_says_since_when(double missing)
    {
        var values = Busy(14, seed: 8);
        var start = Row(12, hour: 12);
        for (var row = start; row < start + 12; row++) values[row] = missing;
        var scorer = Model.Create(1);
        Score last = default;
        for (var row = 0; row < start + 12; row++) last = scorer.Observe(Noise.Time(row), [values[row]]);
        Assert.True(last.Outage);
        var why = Assert.Single(scorer.Explain());
        Assert.Equal("outage", why.Part);
        Assert.Contains($"since {Noise.Time(start)}", why.Words, StringComparison.Ordinal);
        Assert.False(scorer.Observe(Noise.Time(start + 12), [values[start + 12]]).Outage);
    }

    [Fact]
    public void A_door_closed_for_good_is_learned_after_a_week()
    {
        var values = Busy(40, seed: 9);
        Array.Clear(values, Row(20, hour: 0), values.Length - Row(20, hour: 0));
        var scores = Observe(values);
        Assert.True(scores[Row(25, hour: 12)].Outage);
        Assert.False(scores[^1].Outage);
    }

    [RecordingTheory("dodgers")]
    [InlineData(30, 0.25)]
    public void Dodgers_games_stay_found_and_missing_readings_are_outages(int games, double falsePerDay)
    {
        var series = LabelledFolders.Dodgers(Recordings.Folder("dodgers")!);
        var scorer = Model.Create(1);
        var scores = Enumerable.Range(0, series.Table.Rows).Select(row => scorer.Observe(series.Table.Times[row], series.Table.Row(row))).ToArray();
        Assert.InRange(EventScore.Within(falsePerDay, [series], [scores.Select(score => score.Value).ToArray()], TimeSpan.FromHours(3)).Found, games, 37);
        for (var row = 0; row < scores.Length; row++)
            if (double.IsNaN(series.Table.Values[row])) Assert.True(scores[row].Outage && scores[row].Value == 0, series.Table.Stamps[row]);
        Assert.InRange(scores.Count(score => score.Outage), 1298, 1400);
    }

    private static Score[] Observe(double[] values)
    {
        var scorer = Model.Create(1);
        return values.Select((value, row) => scorer.Observe(Noise.Time(row), [value])).ToArray();
    }

    private static int Row(int day, int hour) => (day * 288) + (hour * 12);

    private static double[] Busy(int days, int seed, double night = 1)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, days * 288).Select(row => (double)Noise.Poisson(random, row % 288 is > 84 and < 240 ? 20 : night)).ToArray();
    }
}
