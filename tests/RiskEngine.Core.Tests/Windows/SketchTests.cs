using FsCheck;
using FsCheck.Fluent;
using RiskEngine.Core.State;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Windows;

public sealed class SketchTests
{
    private static readonly Config Trials = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(3, 5);

    [Fact]
    public void A_quantile_is_within_one_percent_of_the_value_of_its_rank()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, random.Next(1, 500)).Select(_ => Math.Pow(10, random.Next(-6, 9)) * (random.NextDouble() - 0.3)).ToList();
            var sketch = new QuantileSketch();
            foreach (var value in values) sketch.Add(value);
            values.Sort();
            foreach (var q in new[] { 0, 0.01, 0.25, 0.5, 0.75, 0.95, 1 })
            {
                var exact = values[(int)Math.Floor(q * (values.Count - 1))];
                Assert.InRange(Math.Abs(sketch.Quantile(q) - exact), 0, (Math.Abs(exact) * 0.010_001) + 1e-9);
            }
        }
    }

    [Fact]
    public void Quantiles_do_not_depend_on_order_or_merging() => ForAllValues((values, random) =>
    {
        var whole = new QuantileSketch();
        foreach (var value in values) whole.Add(value);
        var parts = Enumerable.Range(0, 4).Select(_ => new QuantileSketch()).ToArray();
        foreach (var value in values.OrderBy(_ => random.Next())) parts[random.Next(parts.Length)].Add(value);
        foreach (var part in parts[1..].OrderBy(_ => random.Next())) parts[0].Merge(part);
        return Saved(whole.Save).SequenceEqual(Saved(parts[0].Save));
    });

    [Fact]
    public void Distinct_counts_do_not_depend_on_order_or_merging() => ForAllValues((values, random) =>
    {
        var hashes = values.SelectMany(value => Enumerable.Range(0, 3).Select(i => DistinctSketch.Mix(BitConverter.DoubleToUInt64Bits(value) + (ulong)i))).ToList();
        var whole = new DistinctSketch();
        foreach (var hash in hashes) whole.Add(hash);
        var parts = Enumerable.Range(0, 4).Select(_ => new DistinctSketch()).ToArray();
        foreach (var hash in hashes.Concat(hashes).OrderBy(_ => random.Next())) parts[random.Next(parts.Length)].Add(hash);
        foreach (var part in parts[1..].OrderBy(_ => random.Next())) parts[0].Merge(part);
        foreach (var hash in hashes) parts[0].Add(hash);
        return Saved(whole.Save).SequenceEqual(Saved(parts[0].Save)) && whole.Estimate().Equals(parts[0].Estimate());
    });

    [Fact]
    public void Distinct_counts_are_exact_up_to_128_and_within_four_standard_errors_beyond()
    {
        foreach (var count in new[] { 1, 100, 128, 129, 500, 2_000, 3_000, 10_000, 100_000 })
        {
            var sketch = new DistinctSketch();
            for (var i = 0; i < count; i++) sketch.Add(DistinctSketch.Mix((ulong)i));
            if (count <= 128) Assert.Equal(count, sketch.Estimate());
            else Assert.InRange(sketch.Estimate(), count * 0.87, count * 1.13);
        }
    }

    [Fact]
    public void Sketches_are_restored_bit_for_bit() => ForAllValues((values, random) =>
    {
        var quantile = new QuantileSketch();
        var distinct = new DistinctSketch();
        foreach (var value in values)
        {
            quantile.Add(value);
            distinct.Add((ulong)random.NextInt64(long.MinValue, long.MaxValue));
        }

        var (sameQuantile, sameDistinct) = (new QuantileSketch(), new DistinctSketch());
        var reader = new StateReader(Saved(quantile.Save));
        sameQuantile.Restore(ref reader);
        var atEnd = reader.AtEnd;
        reader = new StateReader(Saved(distinct.Save));
        sameDistinct.Restore(ref reader);
        return atEnd && reader.AtEnd && Saved(quantile.Save).SequenceEqual(Saved(sameQuantile.Save)) && Saved(distinct.Save).SequenceEqual(Saved(sameDistinct.Save));
    });

    private static void ForAllValues(Func<double[], Random, bool> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat[]>(), values => holds([.. values.Select(value => value.Get)], new Random(values.Length))).Check(Trials);

    private static byte[] Saved(Action<StateWriter> save)
    {
        var writer = new StateWriter();
        save(writer);
        return writer.ToArray();
    }
}
