using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Tests;
using Xunit;

namespace RiskEngine.Models.Tests;

/// <summary>What every scorer promises, whatever it is fed.</summary>
internal static class ScorerContract
{
    public static void Survives(IModel model, int channels)
    {
        var random = new Random(11);
        foreach (var shape in new[] { "nan", "infinite", "constant", "gaps", "duplicates", "jumps", "huge", "tiny" })
        {
            var scorer = model.Create(channels);
            var at = Noise.Time(0);
            var values = new double[channels];
            for (var row = 0; row < 1500; row++)
            {
                for (var c = 0; c < channels; c++) values[c] = Noise.Normal(random);
                at += TimeSpan.FromMinutes(5);
                switch (shape)
                {
                    case "nan" when row % 3 == 0: values[row % channels] = double.NaN; break;
                    case "infinite" when row % 50 == 7: Array.Fill(values, row % 100 == 7 ? double.PositiveInfinity : double.NegativeInfinity); break;
                    case "constant": Array.Fill(values, 7); break;
                    case "gaps" when row % 100 == 0: at += TimeSpan.FromDays(random.Next(60)); break;
                    case "duplicates" when row % 2 == 0: at += TimeSpan.FromMinutes(-5); break;
                    case "jumps" when row % 90 == 0: at = new EventTime(random.NextInt64(-4_000_000_000_000_000, 4_000_000_000_000_000)); break;
                    case "huge": values[0] *= Math.Pow(10, random.Next(-300, 308)); break;
                    case "tiny": values[0] = row < 700 ? double.Epsilon : 1e-300; break;
                }

                var score = scorer.Observe(at, values, row % 400 < 300);
                Assert.True(score.Value is >= 0 and <= 1, $"{shape}, row {row}: {score}");
                Assert.True(Math.Abs(scorer.Explain().Sum(share => share.Share) - 1) < 1e-9 || scorer.Explain().Count == 0, $"{shape}, row {row}: shares");
            }
        }
    }

    public static void RestoresBitForBit(IModel model, int channels)
    {
        var random = new Random(3);
        for (var round = 0; round < 12; round++)
        {
            var stop = random.Next(1, 1500);
            var kept = model.Create(channels);
            var rows = Rows(channels, 2000, round);
            for (var row = 0; row < stop; row++) kept.Observe(Noise.Time(row), rows[row]);
            var writer = new StateWriter();
            kept.Save(writer);
            var reader = new StateReader(writer.Written);
            var restored = model.Create(channels);
            restored.Restore(ref reader);
            Assert.True(reader.AtEnd);
            for (var row = stop; row < rows.Length; row++)
                Assert.Equal(kept.Observe(Noise.Time(row), rows[row]), restored.Observe(Noise.Time(row), rows[row]));
            var again = new StateWriter();
            var last = new StateWriter();
            kept.Save(again);
            restored.Save(last);
            Assert.Equal(again.ToArray(), last.ToArray());
        }
    }

    public static void RefusesDamage(IModel model, int channels)
    {
        var scorer = model.Create(channels);
        var rows = Rows(channels, 300, 1);
        for (var row = 0; row < rows.Length; row++) scorer.Observe(Noise.Time(row), rows[row]);
        var writer = new StateWriter();
        scorer.Save(writer);
        foreach (var length in new[] { 0, 1, writer.Length / 2, writer.Length - 1 })
        {
            var cut = writer.Written[..length].ToArray();
            Assert.Throws<StateFormatException>(() =>
            {
                var reader = new StateReader(cut);
                model.Create(channels).Restore(ref reader);
            });
        }
    }

    public static void DoesNotAllocate(IModel model, int channels)
    {
        var scorer = model.Create(channels);
        var rows = Rows(channels, 3000, 5);
        var next = 0;
        Observe();
        Assert.Equal(0, SteadyState.LeastBytes(Observe));

        void Observe()
        {
            for (var end = next + 1500; next < end; next++) scorer.Observe(Noise.Time(next), rows[next % rows.Length]);
        }
    }

    public static long Bytes(IModel model, int channels)
    {
        model.Create(channels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var scorer = model.Create(channels);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(scorer);
        return bytes;
    }

    private static double[][] Rows(int channels, int count, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count)
            .Select(row => Enumerable.Range(0, channels).Select(c => 10 + c + Math.Sin(row / 40.0) + Noise.Normal(random) + (row % 700 == 650 ? 30 : 0)).ToArray())
            .ToArray();
    }
}
