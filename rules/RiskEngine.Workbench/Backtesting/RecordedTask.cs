using RiskEngine.Core.Events;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>One task over recorded events: the live data path, fed by hand.</summary>
internal sealed class RecordedTask : IDisposable
{
    private const int BatchRecords = 2_000;
    private readonly RecordBatch _records = new();
    private readonly List<RecordPlace> _places = [];
    private readonly Queue<RecordedTick> _ticks;
    private readonly MappedInputs? _inputs;
    private readonly TaskPump _pump;

    /// <summary>Prepares the task.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="ticks">The recorded ticks of its idle clock, in the order of their places.</param>
    /// <param name="inputs">The mappings of records that are not written in the event contract; null where all are.</param>
    /// <param name="take">Receives all that comes out, in order.</param>
    public RecordedTask(TaskState state, IReadOnlyList<RecordedTick> ticks, MappedInputs? inputs, Action<RecordedTask, TaskOutput> take)
    {
        State = state;
        _inputs = inputs;
        _ticks = new Queue<RecordedTick>(ticks);
        _pump = new TaskPump(state, output => take(this, output));
    }

    /// <summary>Its state.</summary>
    public TaskState State { get; }

    /// <summary>Where the record of a rejection stands; only while it is reported.</summary>
    public RecordPlace PlaceOf(Rejection rejection)
    {
        var (low, high) = (0, _records.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_records.Offset(middle) < rejection.Offset) low = middle + 1;
            else high = middle;
        }

        return _places[low] with { Row = ShownRecord.Of(_records.Value(low), _records.Topic(low), _inputs) };
    }

    /// <summary>Offset behind the last record that was fed.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Feeds one record; offsets rise.</summary>
    public void Add(long offset, in RecordedEvent recorded)
    {
        Tick(offset);
        NextOffset = offset + 1;
        var envelope = recorded.Envelope;
        _records.Add(offset, recorded.Json.Span, envelope?.AppendedUnixMillis ?? 0, envelope?.Headers);
        if (envelope is not null)
        {
            _records.AddTopic(envelope.Topic);
            if (envelope.Key is { } key) _records.AddKey(key);
        }

        _places.Add(recorded.At);
        if (_records.Count == BatchRecords) Push();
    }

    /// <summary>Feeds all that is left.</summary>
    /// <param name="reachesLast">Whether time then reaches the last event; otherwise only the ticks tell it.</param>
    public void Finish(bool reachesLast)
    {
        Tick(long.MaxValue);
        Push();
        if (reachesLast) _pump.Push(State.EndOfRecording);
        if (!State.Ledger.Balances) throw new InvalidOperationException($"the ledger does not balance: {State.Ledger}");
    }

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();

    private void Tick(long offset)
    {
        while (_ticks.TryPeek(out var tick) && tick.Before <= offset)
        {
            Push();
            _pump.Push(new TaskInput.Tick(_ticks.Dequeue().Reached));
        }
    }

    private void Push()
    {
        if (_records.Count == 0) return;
        _pump.Push(new TaskInput.Records(_records));
        _records.Clear();
        _places.Clear();
    }
}
