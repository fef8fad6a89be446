using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>One alert raised and resolved again (two transitions, three measurements), against a state machine kept by hand.</summary>
public class AlertBookBenchmarks
{
    private const int Keys = 1000;
    private readonly Vocabulary _vocabulary = new();
    private readonly EventBatch _shifted = new();
    private readonly List<AlertTransition> _transitions = [];
    private readonly Dictionary<int, (string Id, int Number)> _open = [];
    private readonly List<(string Id, int Number, string State, long At)> _changes = [];
    private EventBatch _events = new();
    private RuleEvaluator? _evaluator;
    private long _round;

    [GlobalSetup]
    public void Setup()
    {
        _events = Material.Decoded(_vocabulary, "sensor.gas", Keys, Keys);
        _evaluator = new RuleEvaluator([Material.RuleOf("{type: threshold, measure: value}", "{yellow: \">= 95\"}")], new TaskId("events", 0), _vocabulary);
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public int RaiseAndResolve()
    {
        if (_evaluator is not { } evaluator) return 0;
        _transitions.Clear();
        for (var step = 0; step < 3; step++)
        {
            Shift(step == 1 ? 99 : 20);
            for (var i = 0; i < _shifted.Count; i++) evaluator.Observe(_shifted, i);
        }

        evaluator.Drain(_transitions);
        return _transitions.Count == 2 * Keys ? _transitions.Count : throw new InvalidOperationException($"{_transitions.Count} transitions");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Keys)]
    public int HandWrittenStateMachine()
    {
        _changes.Clear();
        for (var step = 0; step < 3; step++)
        {
            Shift(step == 1 ? 99 : 20);
            foreach (ref readonly var e in _shifted.Events)
            {
                if (e.Number >= 95)
                {
                    if (_open.TryAdd(e.Source, ($"rule/{e.Source}/{e.Time}", 1))) _changes.Add((_open[e.Source].Id, 1, "firing", e.Time.Micros));
                }
                else if (_open.Remove(e.Source, out var alert))
                {
                    _changes.Add((alert.Id, alert.Number + 1, "resolved", e.Time.Micros));
                }
            }
        }

        return _changes.Count;
    }

    private void Shift(double value)
    {
        _shifted.Clear();
        var shift = TimeSpan.FromSeconds(10 * _round++);
        foreach (ref readonly var e in _events.Events) _shifted.AddCopy(e with { Time = e.Time + shift, Number = value }, _events);
    }
}
