using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>Events brought into time order as the watermark comes by, against the library's priority queue.</summary>
public class ReorderBufferBenchmarks
{
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(2);
    private readonly ReorderBuffer _buffer = new(Lateness);
    private readonly PriorityQueue<Event, (long Micros, int Number)> _queue = new();
    private readonly Vocabulary _vocabulary = new();
    private EventBatch _events = new();
    private int _seen;
    private long _round;

    [GlobalSetup]
    public void Setup() => _events = Material.Decoded(_vocabulary, "sensor.gas");

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public int Engine()
    {
        _seen = 0;
        var shift = TimeSpan.FromMinutes(_round++);
        foreach (ref readonly var e in _events.Events)
        {
            var at = e.Time + shift;
            _buffer.Add(e with { Time = at }, _events);
            if (_buffer.Count % 500 == 0) _buffer.Release(at - Lateness, (_, _) => _seen++);
        }

        _buffer.Release(_events[_events.Count - 1].Time + shift, (_, _) => _seen++);
        return _seen;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public int PriorityQueueOfEvents()
    {
        _seen = 0;
        var number = 0;
        foreach (ref readonly var e in _events.Events)
        {
            _queue.Enqueue(e, (e.Time.Micros, number++));
            while (_queue.TryPeek(out _, out var due) && due.Micros <= (e.Time - Lateness).Micros)
            {
                _queue.Dequeue();
                _seen++;
            }
        }

        while (_queue.TryDequeue(out _, out _)) _seen++;
        return _seen;
    }
}
