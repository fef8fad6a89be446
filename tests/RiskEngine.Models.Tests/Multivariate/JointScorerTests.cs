using RiskEngine.Core.Scoring;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.Multivariate;
using RiskEngine.Models.Tests.Evaluation;
using RiskEngine.Tests;
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

    public static TheoryData<string, int, int> Noises
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var kind in Noise.Kinds)
            {
                data.Add(kind, 1, Effort.Of(20));
                data.Add(kind, 3, Effort.Of(2));
                data.Add(kind, 8, Effort.Of(2));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Noises))]
    public void A_score_over_999_permille_keeps_its_promised_rate(string kind, int channels, int series)
    {
        int over = 0, judged = 0;
        var values = new double[channels];
        for (var seed = 1; seed <= series; seed++)
        {
            var columns = Enumerable.Range(0, channels).Select(c => Noise.Of(kind, 40_000, (seed * 10) + c)).ToArray();
            var scorer = new JointModel().Create(channels);
            for (var row = 0; row < 40_000; row++)
            {
                for (var c = 0; c < channels; c++) values[c] = columns[c][row];
                var score = scorer.Observe(Noise.Time(row), values).Value;
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
        IReadOnlyList<ScoreShare> why = [];
        for (var row = 0; row < 4000; row++)
        {
            var common = Noise.Normal(random);
            var second = row < 3900 ? common + (0.1 * Noise.Normal(random)) : -common;
            var score = scorer.Observe(Noise.Time(row), [10 + common, 20 + second]).Value;
            if (row is >= 1000 and < 3900) before = Math.Max(before, score);
            if (row < 3900 || score <= during) continue;
            (during, why) = (score, scorer.Explain());
        }

        Assert.Equal(2, why.Count);
        Assert.All(why, channel => Assert.InRange(channel.Share, 0.2, 0.8));
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
    [InlineData(0.82, 0.2)]
    public void Skab_stays_where_it_was(double f1, double mostFalseAlarms)
    {
        var corpus = LabelledFolders.Skab(Recordings.Folder("skab")!);
        var scores = corpus.Select(run => SeriesScoring.Scores(new JointModel(), run.Table)).ToArray();
        Assert.InRange(PointScore.Best(corpus, scores, 400, mostFalseAlarms).F1, f1, 1);
    }

    [RecordingTheory("dodgers")]
    [InlineData(30, 0.25)]
    public void Dodgers_games_stay_found(int games, double falsePerDay)
    {
        var series = LabelledFolders.Dodgers(Recordings.Folder("dodgers")!);
        var scores = SeriesScoring.Scores(new JointModel(), series.Table);
        Assert.InRange(EventScore.Within(falsePerDay, [series], [scores], TimeSpan.FromHours(3)).Found, games, 37);
    }
}
