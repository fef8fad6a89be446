using RiskEngine.Models.Evaluation;
using Xunit;

namespace RiskEngine.Models.Tests.Evaluation;

public sealed class NabScoreTests
{
    [RecordingTheory("nab")]
    [InlineData("ARTime", 74.854, 65.154, 80.362)]
    [InlineData("numenta", 70.101, 63.209, 74.320)]
    [InlineData("contextOSE", 69.900, 66.977, 73.182)]
    [InlineData("windowedGaussian", 39.650, 20.868, 47.410)]
    public void Published_scores_are_reproduced(string detector, double standard, double lowFalsePositives, double lowFalseNegatives)
    {
        var corpus = NabRecordings.Read(Recordings.Folder("nab")!);
        var scores = NabRecordings.ReadScores(Path.Combine(Recordings.Folder("nab_scorer_fixtures")!, detector + ".csv.gz"), corpus);
        Assert.Equal(standard, NabScore.Best(corpus, scores, NabProfile.Standard).Score, 0.01);
        Assert.Equal(lowFalsePositives, NabScore.Best(corpus, scores, NabProfile.LowFalsePositives).Score, 0.01);
        Assert.Equal(lowFalseNegatives, NabScore.Best(corpus, scores, NabProfile.LowFalseNegatives).Score, 0.01);
    }

    [Fact]
    public void Score_at_a_threshold_and_the_best_one_are_those_of_the_slow_twin()
    {
        var positive = 0;
        for (var seed = 0; seed < 24; seed++)
        {
            var (corpus, scores) = Corpora.Random(seed);
            foreach (var profile in NabProfile.All)
            {
                var levels = scores.SelectMany(own => own).Distinct().ToArray();
                foreach (var threshold in levels)
                {
                    var at = NabScore.At(threshold, corpus, scores, profile);
                    var twin = Twin(threshold, corpus, scores, profile);
                    Assert.Equal(twin.Score, at.Score, 1e-9);
                    Assert.Equal((twin.Found, twin.False), (at.Found, at.FalseRows));
                }

                var best = NabScore.Best(corpus, scores, profile);
                Assert.Equal(Math.Max(0, levels.Max(threshold => Twin(threshold, corpus, scores, profile).Score)), best.Score, 1e-9);
                Assert.Equal(best.Score, double.IsPositiveInfinity(best.Threshold) ? 0 : NabScore.At(best.Threshold, corpus, scores, profile).Score, 1e-9);
                if (best.Score > 0) positive++;
            }
        }

        Assert.True(positive > 15, $"{positive} above silence");
    }

    [Fact]
    public void Left_out_category_is_scored_with_the_threshold_of_the_others()
    {
        var (corpus, scores) = (Enumerable.Range(0, 3).Select(s => Corpora.Series($"c{s}/x.csv", 300, [new RowRange(100 + s, 120 + s)])).ToArray(), new double[3][]);
        for (var s = 0; s < 3; s++)
        {
            scores[s] = new double[300];
            scores[s][101 + s] = s == 0 ? 0.4 : 0.9;
            scores[s][250] = s == 0 ? 0.95 : 0.5;
        }

        var left = NabScore.LeaveOneCategoryOut(corpus, scores, NabProfile.Standard);
        Assert.Equal(["c0", "c1", "c2"], left.Keys);
        Assert.Equal((0.9, 0, 1), (left["c0"].Threshold, left["c0"].Found, left["c0"].FalseRows));
        Assert.Equal((1, 1), (left["c1"].Found, left["c1"].Windows));
    }

    /// <summary>NAB's rules, row by row.</summary>
    private static (double Score, int Found, int False) Twin(double threshold, LabelledSeries[] corpus, double[][] scores, NabProfile profile)
    {
        double sum = 0, perfect = 0, silent = 0;
        var (found, falseRows) = (0, 0);
        for (var s = 0; s < corpus.Length; s++)
        {
            var detections = Enumerable.Range(0, scores[s].Length).Where(row => row >= Math.Floor(0.15 * scores[s].Length) && scores[s][row] >= threshold).ToArray();
            foreach (var window in corpus[s].Windows)
            {
                (perfect, silent) = (perfect + profile.Found, silent - profile.Missed);
                if (detections.FirstOrDefault(window.Contains, -1) is >= 0 and var first)
                {
                    sum += profile.Found * Sigmoid(-(window.Last - first + 1) / (double)window.Length) / Sigmoid(-1);
                    found++;
                }
                else
                {
                    sum -= profile.Missed;
                }
            }

            foreach (var row in detections.Where(row => !corpus[s].Windows.Any(window => window.Contains(row))))
            {
                falseRows++;
                var past = corpus[s].Windows.Where(window => window.Last < row)
                    .Select(window => (row - window.Last) / (window.Length - 1.0)).LastOrDefault(double.PositiveInfinity);
                sum += profile.False * (past > 3 ? -1 : Sigmoid(past));
            }
        }

        return (perfect == 0 ? sum : 100 * (sum - silent) / (perfect - silent), found, falseRows);
    }

    private static double Sigmoid(double place) => (2 / (1 + Math.Exp(5 * place))) - 1;
}
