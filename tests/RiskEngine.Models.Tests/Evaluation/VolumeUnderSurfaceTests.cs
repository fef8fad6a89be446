using RiskEngine.Models.Evaluation;
using Xunit;

namespace RiskEngine.Models.Tests.Evaluation;

public sealed class VolumeUnderSurfaceTests
{
    [Fact]
    public void Volume_is_that_of_its_slow_twin()
    {
        var compared = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var (corpus, scores) = Corpora.Random(seed);
            var (longest, steps) = (seed % 4 == 0 ? 0 : seed % 70, 1 + (seed % 6));
            foreach (var (series, own) in corpus.Zip(scores))
            {
                var volume = VolumeUnderSurface.PrecisionRecall(own, series.Windows, longest, steps);
                if (series.Windows.Count == 0)
                {
                    Assert.True(double.IsNaN(volume));
                    continue;
                }

                Assert.InRange(volume, 0, 1);
                Assert.Equal(Twin(own, series.Windows, longest, steps), volume, 1e-12);
                compared++;
            }
        }

        Assert.True(compared > 50, $"{compared} series compared");
    }

    [Fact]
    public void An_alarm_just_beside_a_window_is_worth_less_than_inside_and_more_than_far_away()
    {
        RowRange[] windows = [new(100, 119)];
        double At(int row)
        {
            var scores = new double[400];
            for (var i = 0; i < 10; i++) scores[row + i] = 1;
            return VolumeUnderSurface.PrecisionRecall(scores, windows, 60);
        }

        var (inside, beside, far) = (At(105), At(88), At(300));
        Assert.True(inside > beside + 0.1 && beside > far + 0.1, $"{inside} {beside} {far}");
    }

    [Fact]
    public void Score_that_equals_the_label_has_the_whole_area_without_stretch()
    {
        var scores = new double[300];
        Array.Fill(scores, 1, 50, 40);
        Assert.Equal(1, VolumeUnderSurface.PrecisionRecall(scores, [new RowRange(50, 89)], 0), 1e-12);
    }

    /// <summary>The definition, word by word and without thought of speed.</summary>
    private static double Twin(double[] scores, IReadOnlyList<RowRange> windows, int longest, int steps)
    {
        var falling = scores.OrderDescending().ToArray();
        return Enumerable.Range(0, steps + 1).Average(step => Area(longest * step / steps));

        double Area(int stretch)
        {
            var ranges = windows.Select(window => (From: Math.Max(0, window.First - (stretch / 2)), To: Math.Min(scores.Length - 1, window.Last + (stretch / 2)))).ToList();
            while (Enumerable.Range(1, Math.Max(0, ranges.Count - 1)).FirstOrDefault(i => ranges[i].From <= ranges[i - 1].To) is > 0 and var i)
            {
                ranges[i - 1] = (ranges[i - 1].From, ranges[i].To);
                ranges.RemoveAt(i);
            }

            var labels = Enumerable.Range(0, scores.Length).Select(Label).ToArray();
            var all = windows.Sum(window => window.Length);
            var points = Enumerable.Range(0, 250).Select(k => falling[k * (falling.Length - 1) / 249]).Select(Point).ToArray();
            return points.Select((point, k) => (point.Recall - (k == 0 ? 0 : points[k - 1].Recall)) * point.Precision).Sum();

            (double Recall, double Precision) Point(double threshold)
            {
                var alarms = Enumerable.Range(0, scores.Length).Where(row => scores[row] >= threshold).ToArray();
                var credit = alarms.Sum(row => labels[row]);
                var most = (all + all + alarms.Where(row => !Inside(row)).Sum(row => labels[row])) / 2;
                var found = ranges.Count(range => alarms.Any(row => row >= range.From && row <= range.To)) / (double)ranges.Count;
                return (Math.Min(1, credit / most) * found, credit / alarms.Length);
            }

            double Label(int row) => Inside(row) ? 1 : Math.Min(1, windows.Sum(window => End(row < window.First ? window.First - row : row - window.Last)));

            double End(int distance) => distance <= stretch / 2 ? Math.Sqrt(1 - ((double)distance / stretch)) : 0;
        }

        bool Inside(int row) => windows.Any(window => window.Contains(row));
    }
}
