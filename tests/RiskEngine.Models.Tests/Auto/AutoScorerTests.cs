using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.Tests.Evaluation;
using Xunit;

namespace RiskEngine.Models.Tests.Auto;

public sealed class AutoScorerTests
{
    private static readonly AutoModel Model = new();

    public static TheoryData<string> Noises => new(Noise.Kinds);

    [Theory]
    [MemberData(nameof(Noises))]
    public void A_score_over_999_permille_keeps_its_promised_rate(string kind)
    {
        var over = 0;
        var judged = 0;
        for (var seed = 1; seed <= 4; seed++)
        {
            var scores = Scores(Noise.Of(kind, 40_000, seed));
            over += scores.Skip(1000).Count(score => score > 0.999);
            judged += scores.Length - 1000;
        }

        Assert.InRange((double)over / judged, 0.0002, 0.003);
    }

    [Fact]
    public void Nothing_that_is_fed_disturbs_it() => ScorerContract.Survives(Model, 1);

    [Fact]
    public void A_restored_scorer_behaves_as_the_saved_one() => ScorerContract.RestoresBitForBit(Model, 1);

    [Fact]
    public void Damaged_state_is_refused() => ScorerContract.RefusesDamage(Model, 1);

    [Fact]
    public void Observing_allocates_nothing() => ScorerContract.DoesNotAllocate(Model, 1);

    [Fact]
    public void A_series_takes_at_most_four_kilobytes() => Assert.InRange(ScorerContract.Bytes(Model, 1), 1, 4096);

    [Fact]
    public void Its_state_takes_at_most_four_kilobytes()
    {
        var scorer = Model.Create(1);
        var values = Noise.Of("seasonal", 8000, 1);
        for (var row = 0; row < values.Length; row++) scorer.Observe(Noise.Time(row), [values[row]]);
        var writer = new StateWriter();
        scorer.Save(writer);
        Assert.InRange(writer.Length, 2000, 4096);
    }

    [Fact]
    public void State_of_format_1_is_refused_with_the_remedy()
    {
        var fault = Assert.Throws<StateFormatException>(() =>
        {
            var reader = new StateReader([1, 2, 3]);
            Model.Create(1).Restore(ref reader);
        });
        Assert.Contains("format 1; this version reads 3: let the series learn anew", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_series_never_alarms_and_its_first_step_does()
    {
        var values = Enumerable.Repeat(20.0, 3000).Append(26).ToArray();
        var scores = Scores(values);
        Assert.All(scores[..3000], score => Assert.InRange(score, 0, 0.99));
        Assert.InRange(scores[3000], 0.999, 1);
    }

    [Fact]
    public void A_burst_at_an_unusual_hour_is_found_and_explained()
    {
        var values = Noise.Of("seasonal", 288 * 14, 9);
        for (var row = (288 * 13) + 216; row < (288 * 13) + 222; row++) values[row] += 60;
        var scorer = Model.Create(1);
        var best = 0.0;
        IReadOnlyList<ScoreShare> why = [];
        for (var row = 0; row < values.Length; row++)
        {
            var score = scorer.Observe(Noise.Time(row), [values[row]]).Value;
            if (row < (288 * 13) + 216 || row > (288 * 13) + 224 || score <= best) continue;
            best = score;
            why = scorer.Explain();
        }

        Assert.InRange(best, 0.9999, 1);
        Assert.Contains(why, share => share.Part == "season" && share.Words.Contains("usually", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(48, false)]
    public void What_comes_a_day_after_a_report_is_reported_again_where_rows_are_rare(double refractoryHours, bool again)
    {
        const int rowsOfDay = 48;
        var random = new Random(3);
        var scorer = new AutoModel(new AutoParameters { RefractoryHours = refractoryHours }).Create(1);
        var scores = new double[40 * rowsOfDay];
        for (var row = 0; row < scores.Length; row++)
        {
            double hour = row % rowsOfDay / 2.0, mean = 1 + (20 * Math.Exp(-Math.Pow(hour - 13, 2) / 12));
            var surge = row / rowsOfDay is 37 or 38 && hour is >= 18 and < 20 ? 60 : 0;
            scores[row] = scorer.Observe(Noise.Time(6 * row), [Noise.Poisson(random, mean + surge)]).Value;
        }

        Assert.InRange(scores[(37 * rowsOfDay)..(38 * rowsOfDay)].Max(), 0.999, 1);
        Assert.Equal(again, scores[(38 * rowsOfDay)..(39 * rowsOfDay)].Max() > 0.99);
    }

    [Fact]
    public void Unlearned_rows_leave_what_it_learned_as_it_was()
    {
        var values = Noise.Of("gaussian", 3000, 2);
        var scorer = Model.Create(1);
        for (var row = 0; row < values.Length; row++) scorer.Observe(Noise.Time(row), [values[row]]);
        for (var row = 0; row < 200; row++) scorer.Observe(Noise.Time(3000 + row), [30], learn: false);
        Assert.InRange(scorer.Observe(Noise.Time(3200), [30], learn: false).Expected, 8, 12);
    }

    [RecordingTheory("nab")]
    [InlineData(76, 70, 74)]
    public void Nab_stays_where_it_was(double standard, double lowFalsePositives, double halves)
    {
        var corpus = NabRecordings.Read(Recordings.Folder("nab")!);
        var scores = corpus.Select(series => SeriesScoring.Scores(Model, series.Table)).ToArray();
        Assert.InRange(NabScore.Best(corpus, scores, NabProfile.Standard).Score, standard, 100);
        Assert.InRange(NabScore.Best(corpus, scores, NabProfile.LowFalsePositives).Score, lowFalsePositives, 100);
        Assert.InRange(NabScore.Halves(corpus, scores, NabProfile.Standard), halves, 100);
    }

    private static double[] Scores(double[] values)
    {
        var scorer = Model.Create(1);
        return values.Select((value, row) => scorer.Observe(Noise.Time(row), [value]).Value).ToArray();
    }
}
