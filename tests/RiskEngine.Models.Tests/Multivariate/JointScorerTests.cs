using RiskEngine.Core.Scoring;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.Multivariate;
using RiskEngine.Models.Tests.Evaluation;
using Xunit;

namespace RiskEngine.Models.Tests.Multivariate;

public sealed class JointScorerTests
{
    public static TheoryData<IModel, int> Models => new() { { new JointModel(), 3 }, { new JointModel(), 1 }, { new AutoModel(), 3 } };

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_that_is_fed_disturbs_it(IModel model, int channels) => ScorerContract.Survives(model, channels);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_restored_scorer_behaves_as_the_saved_one(IModel model, int channels) => ScorerContract.RestoresBitForBit(model, channels);

    [Theory]
    [MemberData(nameof(Models))]
    public void Damaged_state_is_refused(IModel model, int channels) => ScorerContract.RefusesDamage(model, channels);

    [Theory]
    [MemberData(nameof(Models))]
    public void Observing_allocates_nothing(IModel model, int channels) => ScorerContract.DoesNotAllocate(model, channels);

    [Theory]
    [InlineData("gaussian")]
    [InlineData("poisson")]
    [InlineData("heavy-tailed")]
    [InlineData("autocorrelated")]
    [InlineData("seasonal")]
    public void A_score_over_999_permille_keeps_its_promised_rate(string kind)
    {
        int over = 0, judged = 0;
        for (var seed = 1; seed <= 4; seed++)
        {
            var columns = Enumerable.Range(0, 3).Select(c => Noise.Of(kind, 40_000, (seed * 10) + c)).ToArray();
            var scorer = new JointModel().Create(3);
            for (var row = 0; row < 40_000; row++)
            {
                var score = scorer.Observe(Noise.Time(row), [columns[0][row], columns[1][row], columns[2][row]]).Value;
                if (row < 1000) continue;
                judged++;
                if (score > 0.999) over++;
            }
        }

        Assert.InRange((double)over / judged, 0.0002, 0.003);
    }

    [Fact]
    public void A_state_is_told_while_it_lasts_and_learned_when_it_has_settled()
    {
        var random = new Random(8);
        var scorer = new JointModel().Create(3);
        var scores = new double[8000];
        for (var row = 0; row < scores.Length; row++)
            scores[row] = scorer.Observe(Noise.Time(row), [Noise.Normal(random) + (row >= 3000 ? 8 : 0), Noise.Normal(random), Noise.Normal(random)]).Value;
        Assert.All(scores[3030..3400], score => Assert.InRange(score, 0.99, 1));
        Assert.InRange(scores[7000..].Count(score => score > 0.99), 0, 50);
    }

    [Fact]
    public void A_broken_correlation_is_found_although_each_channel_looks_usual()
    {
        var random = new Random(4);
        var scorer = new JointModel().Create(2);
        double before = 0, during = 0;
        for (var row = 0; row < 4000; row++)
        {
            var common = Noise.Normal(random);
            var second = row < 3900 ? common + (0.1 * Noise.Normal(random)) : -common;
            var score = scorer.Observe(Noise.Time(row), [10 + common, 20 + second]).Value;
            if (row is >= 1000 and < 3900) before = Math.Max(before, score);
            if (row >= 3900) during = Math.Max(during, score);
        }

        Assert.True(during > 0.9999, $"{during}");
        Assert.True(during > before, $"{during} {before}");
    }

    [Fact]
    public void It_tells_which_channel()
    {
        var random = new Random(4);
        var scorer = new JointModel().Create(4);
        for (var row = 0; row < 1020; row++)
            scorer.Observe(Noise.Time(row), Enumerable.Range(0, 4).Select(c => Noise.Normal(random) + (c == 2 && row >= 1000 ? 8 : 0)).ToArray());
        Assert.Equal("channel 3", scorer.Explain()[0].Part);
        Assert.InRange(scorer.Explain()[0].Share, 0.8, 1);
    }

    [RecordingTheory("skab")]
    [InlineData(0.79, 0.2)]
    public void Skab_stays_where_it_was(double f1, double mostFalseAlarms)
    {
        var corpus = LabelledFolders.Skab(Recordings.Folder("skab")!);
        var scores = corpus.Select(run => SeriesScoring.Scores(new JointModel(), run.Table)).ToArray();
        Assert.InRange(PointScore.Best(corpus, scores, 400, mostFalseAlarms).F1, f1, 1);
    }
}
