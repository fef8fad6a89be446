using RiskEngine.Core.State;
using RiskEngine.Models.Forest;
using Xunit;

namespace RiskEngine.Models.Tests.Forest;

public sealed class ForestScorerTests
{
    public static TheoryData<string> Noises => new(Noise.Kinds);

    [Theory]
    [MemberData(nameof(Noises))]
    public void A_score_over_999_permille_keeps_its_promised_rate(string kind)
    {
        int over = 0, judged = 0;
        for (var seed = 1; seed <= 4; seed++)
        {
            var columns = Enumerable.Range(0, 3).Select(c => Noise.Of(kind, 40_000, (seed * 10) + c)).ToArray();
            var scorer = new ForestModel().Create(3);
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
    public void It_tells_which_channel_left_the_crowd()
    {
        var random = new Random(4);
        var scorer = new ForestModel().Create(4);
        var best = 0.0;
        for (var row = 0; row < 3006; row++)
            best = scorer.Observe(Noise.Time(row), Enumerable.Range(0, 4).Select(c => Noise.Normal(random) + (c == 2 && row >= 3000 ? 15 : 0)).ToArray()).Value;
        Assert.InRange(best, 0.999, 1);
        Assert.Equal("channel 3", scorer.Explain()[0].Part);
    }

    [Fact]
    public void Equal_rows_give_equal_scores_and_another_seed_gives_others()
    {
        double[] Run(int seed)
        {
            var random = new Random(9);
            var scorer = new ForestModel(new ForestParameters { Seed = seed }).Create(2);
            return Enumerable.Range(0, 1500).Select(row => scorer.Observe(Noise.Time(row), [Noise.Normal(random), Noise.Normal(random)]).Value).ToArray();
        }

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Memory_is_bounded() => Assert.InRange(ScorerContract.Bytes(new ForestModel(), 8), 1, 80_000);

    [Fact]
    public void A_tree_counts_a_row_in_every_half_space_that_holds_it()
    {
        var random = new Random(3);
        var tree = new HalfSpaceTree(2, 12, new Random(1));
        var rows = Enumerable.Range(0, 400).Select(_ => new[] { Noise.Normal(random), Noise.Normal(random) }).ToArray();
        foreach (var row in rows) tree.Count(row);
        tree.Turn(isFirst: true);
        double near = tree.Mass([0, 0], 0, new double[2]), far = tree.Mass([11, -11], 0, new double[2]);
        Assert.True(near > 400, $"{near}");
        Assert.True(far < near / 100, $"{far} {near}");
        Assert.Equal(400, tree.Mass([0, 0], 400, new double[2]));
        var writer = new StateWriter();
        tree.Save(writer);
        var reader = new StateReader(writer.Written);
        var restored = new HalfSpaceTree(2, 12, new Random(1));
        restored.Restore(ref reader);
        foreach (var row in rows) Assert.Equal(tree.Mass(row, 3, new double[2]), restored.Mass(row, 3, new double[2]));
    }
}
