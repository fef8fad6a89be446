using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>The changed windows of one key written into a checkpoint segment (each change is written with about as much of the unchanged), against the
/// library's serializer of the same numbers.</summary>
public class CheckpointBenchmarks
{
    private const int Keys = 10_000;
    private readonly Vocabulary _vocabulary = new();
    private readonly EventBatch _shifted = new();
    private readonly Dictionary<string, double[]> _windows = [];
    private EventBatch _events = new();
    private RuleEvaluator? _evaluator;
    private SegmentEncoder? _encoder;
    private long _round;

    [GlobalSetup]
    public void Setup()
    {
        _events = Material.Decoded(_vocabulary, "sensor.gas", Keys, Keys);
        _evaluator = new RuleEvaluator(
            [Material.RuleOf("{type: metric, measure: avg(value), window: {size: 60s, every: 10s}}", "{yellow: \">= 95\"}")], new TaskId("events", 0), _vocabulary);
        _encoder = new SegmentEncoder(_evaluator);
        for (var i = 0; i < 60; i++) Change();
        for (var i = 1; i <= Keys; i++) _windows.Add(_vocabulary.Sources[i], new double[24]);
        EngineWithTheChange();
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public int EngineWithTheChange()
    {
        Change();
        return _encoder?.Next().Length ?? 0;
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public int ChangeAlone()
    {
        Change();
        return _shifted.Count;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Keys)]
    public int JsonSerializerOfTheSame()
    {
        Change();
        return JsonSerializer.SerializeToUtf8Bytes(_windows).Length;
    }

    private void Change()
    {
        _shifted.Clear();
        var shift = TimeSpan.FromSeconds(_round++);
        foreach (ref readonly var e in _events.Events) _shifted.AddCopy(e with { Time = e.Time + shift }, _events);
        for (var i = 0; i < _shifted.Count; i++) _evaluator?.Observe(_shifted, i);
    }
}
