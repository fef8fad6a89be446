using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Bench;

/// <summary>The limit: the engine's decoder, then nothing but the sums of one window rule in plain arrays, for one kind of sources in time order.</summary>
/// <remarks>It knows no rules, keys, late events, alerts, state to save or ledger. Where sources report in disorder its results are wrong.</remarks>
internal sealed class HandWrittenWay : IBenchWay
{
    private const int Panes = 6;
    private const double Threshold = 95;
    private readonly EventDecoder _decoder;
    private readonly EventBatch _events = new();
    private readonly List<Rejection> _rejections = [];
    private readonly long _paneMicros;
    private double[] _sums = new double[1024 * Panes];
    private int[] _counts = new int[1024 * Panes];
    private bool[] _over = new bool[1024];
    private long _pane = long.MinValue;
    private int _bound;

    public HandWrittenWay(BenchProfile profile)
    {
        _decoder = new EventDecoder(new EventDecoderOptions(), new Vocabulary(), new Pseudonymizer(PseudonymKeys.Generate()));
        _paneMicros = (long)profile.Window.TotalMicroseconds / Panes;
    }

    public string Name => "hand-written";

    public string What => "a loop with the same decoder and the sums of one window rule in arrays, nothing else";

    public long Alerts { get; private set; }

    public void Work(RecordBatch records)
    {
        _events.Clear();
        _decoder.Decode(records, _events, _rejections);
        foreach (ref readonly var e in _events.Events)
        {
            var pane = e.Time.Micros / _paneMicros;
            if (pane != _pane) TurnTo(pane);
            if (e.Source >= _bound) Grow(e.Source);
            var cell = (e.Source * Panes) + (int)(pane % Panes);
            _sums[cell] += e.Number;
            _counts[cell]++;
        }
    }

    public void Finish(long events)
    {
        if (_rejections.Count > 0) throw new InvalidOperationException($"an event was rejected: {_rejections[0].Detail}");
    }

    public void Dispose()
    {
    }

    /// <summary>A window ends at the start of each pane: emits it, and empties the pane that comes round again.</summary>
    private void TurnTo(long pane)
    {
        if (_pane != long.MinValue) Emit();
        _pane = pane;
        for (var source = 0; source < _bound; source++)
        {
            var cell = (source * Panes) + (int)(pane % Panes);
            (_sums[cell], _counts[cell]) = (0, 0);
        }
    }

    private void Emit()
    {
        for (var source = 0; source < _bound; source++)
        {
            double sum = 0;
            var count = 0;
            for (var cell = source * Panes; cell < (source + 1) * Panes; cell++)
            {
                sum += _sums[cell];
                count += _counts[cell];
            }

            var over = count > 0 && sum / count >= Threshold;
            if (over == _over[source]) continue;
            _over[source] = over;
            Alerts++;
        }
    }

    private void Grow(int source)
    {
        _bound = source + 1;
        if (_bound <= _over.Length) return;
        var size = Math.Max(_bound, _over.Length * 2);
        Array.Resize(ref _sums, size * Panes);
        Array.Resize(ref _counts, size * Panes);
        Array.Resize(ref _over, size);
    }
}
