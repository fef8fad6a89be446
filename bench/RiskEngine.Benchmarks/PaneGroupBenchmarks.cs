using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>One event through a window rule (60 s every 10 s, average, a source a second), against Rx as its documentation teaches it: group by key, window by
/// time, average.</summary>
public class PaneGroupBenchmarks
{
    private const int Keys = 1000;
    private readonly Vocabulary _vocabulary = new();
    private readonly EventBatch _shifted = new();
    private readonly List<AlertTransition> _transitions = [];
    private readonly Subject<Event> _plain = new();
    private readonly HistoricalScheduler _clock = new(Material.Start.ToDateTimeOffset());
    private EventBatch _events = new();
    private RuleEvaluator? _evaluator;
    private IDisposable? _subscription;
    private long _round;
    private long _plainRound;
    private int _over;

    [GlobalSetup]
    public void Setup()
    {
        _events = Material.Decoded(_vocabulary, "sensor.gas", sources: Keys);
        _evaluator = new RuleEvaluator(
            [Material.RuleOf("{type: metric, measure: avg(value), window: {size: 60s, every: 10s}}", "{yellow: \">= 95\"}")], new TaskId("events", 0), _vocabulary);
        _subscription = _plain.GroupBy(e => e.Source)
            .SelectMany(source => source.Window(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), _clock).SelectMany(window => window.Average(e => e.Number)))
            .Subscribe(average => _over += average >= 95 ? 1 : 0);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _subscription?.Dispose();
        _plain.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public long Engine()
    {
        if (_evaluator is not { } evaluator) return 0;
        Shift(_round++);
        for (var i = 0; i < _shifted.Count; i++) evaluator.Observe(_shifted, i);
        _transitions.Clear();
        evaluator.Drain(_transitions);
        return evaluator.Evaluated;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public int RxGroupByWindowAverage()
    {
        Shift(_plainRound++);
        foreach (ref readonly var e in _shifted.Events)
        {
            var at = e.Time.ToDateTimeOffset();
            if (at > _clock.Now) _clock.AdvanceTo(at);
            _plain.OnNext(e);
        }

        return _over;
    }

    private void Shift(long round)
    {
        _shifted.Clear();
        var shift = TimeSpan.FromSeconds(10 * round);
        foreach (ref readonly var e in _events.Events) _shifted.AddCopy(e with { Time = e.Time + shift, Offset = e.Offset + (round * Material.Events) }, _events);
    }
}
