using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Time;

namespace RiskEngine.Benchmarks;

/// <summary>One event against the watermark, against the largest time kept by hand.</summary>
public class WatermarkBenchmarks
{
    private long _next;

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public int Engine()
    {
        var watermark = new Watermark(TimeSpan.FromSeconds(2));
        var onTime = 0;
        for (var i = 0; i < Material.Events; i++) onTime += watermark.Observe(new EventTime(_next++ * 1000)) ? 1 : 0;
        return onTime;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public int HandWrittenMaximum()
    {
        var newest = long.MinValue / 2;
        var onTime = 0;
        for (var i = 0; i < Material.Events; i++)
        {
            var at = _next++ * 1000;
            if (at < newest - 2_000_000) continue;
            onTime++;
            if (at > newest) newest = at;
        }

        return onTime;
    }
}
