using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Benchmarks;

/// <summary>One observation scored and learned, after a day of one a minute, against a z-score with a running mean (Welford 1962).</summary>
public class ScorerBenchmarks
{
    private const int Day = 1440;
    private readonly double[] _values = new double[3];
    private readonly double[] _series = new double[Material.Events];
    private IScorer? _scorer;
    private long _minute;
    private double _mean;
    private double _squares;
    private long _count;

    /// <summary>Every model of the catalogue, with as many channels as it is for.</summary>
    public static IEnumerable<string> Names => Material.Models.All.Select(model => model.Name == "joint" ? "joint of 3" : model.Name).Append("auto of 3");

    [ParamsSource(nameof(Names))]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var noise = new Random(1);
        for (var i = 0; i < _series.Length; i++) _series[i] = 20 + (5 * Math.Sin(i * 2 * Math.PI / Day)) + noise.NextDouble();
        _scorer = Material.Models.Find(Model.Split(' ')[0]).Create(Channels);
        Engine();
    }

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public double Engine()
    {
        double sum = 0;
        if (_scorer is not { } scorer) return sum;
        foreach (var value in _series)
        {
            _values.AsSpan().Fill(value);
            sum += scorer.Observe(Material.Start + TimeSpan.FromMinutes(_minute++), _values.AsSpan(0, scorer.Channels)).Value;
        }

        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public double HandWrittenZScore()
    {
        double sum = 0;
        foreach (var value in _series)
        {
            sum += _count > 1 ? Math.Abs(value - _mean) / Math.Sqrt(_squares / (_count - 1)) : 0;
            var delta = value - _mean;
            _mean += delta / ++_count;
            _squares += delta * (value - _mean);
        }

        return sum;
    }

    private int Channels => Model.EndsWith('3') ? 3 : 1;
}
