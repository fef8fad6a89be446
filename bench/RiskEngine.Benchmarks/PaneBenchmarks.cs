using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Benchmarks;

/// <summary>One value into its pane, and one window of six panes merged, against sums kept by hand.</summary>
public class PaneBenchmarks
{
    private const int Keys = 10_000;
    private const int Panes = 6;
    private static readonly TimeSpan Size = TimeSpan.FromSeconds(10);
    private readonly PaneTable _table = new(new PaneLayout([new AggregateCall(AggregateKind.Mean)]), Size, Panes);
    private readonly double[] _sums = new double[Keys * Panes];
    private readonly long[] _counts = new long[Keys * Panes];
    private readonly long[] _newest = new long[Keys];
    private readonly double[] _columns = new double[8];
    private long _at;

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < Keys * 60; i++, _at += 100) _table.Add(1 + (i % Keys), i, 0, new EventTime(_at), i);
        for (var i = 0; i < _sums.Length; i++) (_sums[i], _counts[i]) = (i, 10);
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public void EngineUpdate()
    {
        for (var key = 1; key <= Keys; key++, _at += 100) _table.Add(key, key, 0, new EventTime(_at), _at);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Keys)]
    public void HandWrittenUpdate()
    {
        for (var key = 0; key < Keys; key++, _at += 100)
        {
            var pane = _at / 10_000_000;
            var cell = (key * Panes) + (int)(pane % Panes);
            if (pane != _newest[key])
            {
                _newest[key] = pane;
                (_sums[cell], _counts[cell]) = (0, 0);
            }

            _sums[cell] += key;
            _counts[cell]++;
        }
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public double EngineEmit()
    {
        double sum = 0;
        var last = _table.PaneOf(new EventTime(_at));
        for (var row = 0; row < _table.RowCount; row++)
        {
            _table.Merge(row, last - Panes + 1, last, _columns, null);
            sum += _columns[0];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public double HandWrittenEmit()
    {
        double over = 0;
        for (var key = 0; key < Keys; key++)
        {
            double sum = 0;
            long count = 0;
            for (var pane = 0; pane < Panes; pane++)
            {
                sum += _sums[(key * Panes) + pane];
                count += _counts[(key * Panes) + pane];
            }

            over += sum / count;
        }

        return over;
    }
}
