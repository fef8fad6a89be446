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
}
