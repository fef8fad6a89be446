using RiskEngine.Models.Univariate;
using Xunit;

namespace RiskEngine.Models.Tests.Univariate;

public sealed class CoarseGridsTests
{
    [Fact]
    public void Marks_merge_as_a_slow_loop_merges_them()
    {
        for (var seen = 0; seen < 256; seen++)
        {
            foreach (var half in new[] { 0, 4 })
            {
                var slow = 0;
                for (var cell = 0; cell < 8; cell++)
                    if ((seen >> cell & 1) != 0) slow |= 1 << (half + (cell / 2));
                Assert.Equal((byte)slow, CoarseGrids.Merged((byte)seen, half));
            }
        }
    }

    [Fact]
    public void A_value_stays_in_the_cell_that_its_mark_was_merged_into()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var grids = new CoarseGrids();
            for (var row = 0; row < 41; row++) grids.Look(Noise.Normal(random), learn: true);
            var value = Noise.Normal(random) / 4;
            var cells = Enumerable.Range(0, CoarseGrids.Grids).Select(grid => grids.Cell(grid, value)).ToArray();
            var far = Noise.Normal(random) * 100;
            for (var grid = 0; grid < CoarseGrids.Grids; grid++)
            {
                var marks = (byte)(1 << cells[grid]);
                while (grids.Doubles(grid, far, out var half)) marks = CoarseGrids.Merged(marks, half);
                Assert.Equal(marks, (byte)(1 << grids.Cell(grid, value)));
            }
        }
    }

    [Fact]
    public void Only_first_visits_surprise_and_far_ones_most()
    {
        var novelty = new LevelNovelty();
        var random = new Random(5);
        for (var row = 0; row < 3000; row++) novelty.Observe(Noise.Normal(random), learn: true);
        var near = novelty.Observe(6, learn: true);
        Assert.InRange(near, 1, 20);
        Assert.Equal(0, novelty.Observe(6, learn: true));
        Assert.InRange(novelty.Observe(600, learn: true), near, 20);
    }
}
