using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>One decoded event through one rule of each type, windows and timers included, against an average over a minute kept by hand.</summary>
public class RuleEvaluatorBenchmarks
{
    private const int Keys = 1000;
    private readonly Vocabulary _vocabulary = new();
    private readonly EventBatch _shifted = new();
    private readonly List<AlertTransition> _transitions = [];
    private readonly Dictionary<int, (double[] Sums, long[] Counts)> _windows = [];
    private EventBatch _events = new();
    private RuleEvaluator? _evaluator;
    private long _round;
    private int _over;

    /// <summary>What is measured.</summary>
    public static IEnumerable<string> Types => RuleTexts.All.Keys;

    [ParamsSource(nameof(Types))]
    public string Type { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _events = Material.Decoded(_vocabulary, "sensor.gas", sources: Keys);
        var (detect, grades) = RuleTexts.All[Type];
        _evaluator = new RuleEvaluator([Material.RuleOf(detect, grades)], new TaskId("events", 0), _vocabulary);
        for (var i = 0; i < 20; i++) Engine();
    }

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public long Engine()
    {
        if (_evaluator is not { } evaluator) return 0;
        Shift();
        for (var i = 0; i < _shifted.Count; i++) evaluator.Observe(_shifted, i);
        _transitions.Clear();
        evaluator.Drain(_transitions);
        return evaluator.Evaluated;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public int HandWrittenAverage()
    {
        Shift();
        foreach (ref readonly var e in _shifted.Events)
        {
            var second = e.Time.Micros / 1_000_000;
            if (!_windows.TryGetValue(e.Source, out var window)) _windows.Add(e.Source, window = (new double[60], new long[60]));
            var cell = (int)(second % 60);
            (window.Sums[cell], window.Counts[cell]) = (e.Number, 1);
            if (second % 10 != 0) continue;
            double sum = 0;
            long count = 0;
            for (var i = 0; i < 60; i++)
            {
                sum += window.Sums[i];
                count += window.Counts[i];
            }

            if (sum / count >= 95) _over++;
        }

        return _over;
    }

    /// <summary>The same events ten seconds later, so that time goes on from round to round.</summary>
    private void Shift()
    {
        _shifted.Clear();
        var shift = TimeSpan.FromSeconds(10 * _round++);
        foreach (ref readonly var e in _events.Events) _shifted.AddCopy(e with { Time = e.Time + shift, Offset = e.Offset + (_round * Material.Events) }, _events);
    }
}
