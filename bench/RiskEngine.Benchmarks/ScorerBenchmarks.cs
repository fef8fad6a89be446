using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Benchmarks;

/// <summary>One observation scored and learned, after a day of one a minute, against a z-score with a running mean (Welford 1962).</summary>
public class ScorerBenchmarks
{
    private const int Day = 1440;
    private const int Apart = 37;
    private readonly double[] _values = new double[8];
    private readonly double[] _series = new double[Material.Events];
    private IScorer? _scorer;
    private long _minute;
    private double _mean;
    private double _squares;
    private long _count;

    /// <summary>Every model of the catalogue that needs no file, with one channel and with eight.</summary>
    public static IEnumerable<string> Names => Material.Models.All.Where(model => model.Name != "mlnet").SelectMany(model => new[] { model.Name, $"{model.Name} of 8" });

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
        for (var i = 0; i < _series.Length; i++)
        {
            for (var channel = 0; channel < scorer.Channels; channel++) _values[channel] = _series[(i + (channel * Apart)) % _series.Length];
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

    private int Channels => Model.EndsWith('8') ? 8 : 1;
}
