using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>One rule set over one recording: the live data path, fed by hand.</summary>
public sealed class RuleSetRun : IDisposable
{
    private const int BatchRecords = 2_000;
    private readonly RecordBatch _records = new();
    private readonly List<RecordPlace> _places = [];
    private readonly TaskPump _pump;

    /// <summary>Prepares the run.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="lateness">How long after the newest event an event may still come, by kind.</param>
    /// <param name="disorder">How far behind the newest event of its source an event may be, by kind.</param>
    /// <param name="deduplicate">How long after a delivery of an event further ones do not count, by kind.</param>
    /// <param name="take">Receives all that comes out, in order; null where nobody asks.</param>
    /// <param name="observer">Sees all measurements; null where nobody asks.</param>
    /// <param name="eventObserver">Sees all events; null where nobody asks.</param>
    /// <param name="inputs">The mappings of records that are not written in the event contract; null where all are.</param>
    public RuleSetRun(
        IReadOnlyList<Rule> rules, ByKind<TimeSpan> lateness, ByKind<TimeSpan> disorder, ByKind<TimeSpan> deduplicate, Action<TaskOutput>? take = null,
        IMeasurementObserver? observer = null, IEventObserver? eventObserver = null, MappedInputs? inputs = null)
    {
        History = new AlertHistory(rules);
        Task = new TaskState(new TaskId("events", 0), TaskDefinition.ForRecording(rules, lateness, disorder) with
        {
            Deduplicate = deduplicate,
            Observer = observer,
            EventObserver = eventObserver,
            Inputs = inputs is null ? null : new ActiveInputs(inputs.Inputs),
        });
        _pump = new TaskPump(Task, output =>
        {
            foreach (var transition in output.Transitions) History.Add(transition);
            foreach (var rejection in output.Rejections) Rejections.Add(rejection, PlaceOf(rejection));
            take?.Invoke(output);
        });
    }

    /// <summary>The task's state.</summary>
    public TaskState Task { get; }

    /// <summary>Its alerts.</summary>
    public AlertHistory History { get; }

    /// <summary>What was rejected, by reason.</summary>
    public RejectionTally Rejections { get; } = new();

    /// <summary>Where the record of a rejection stands; only while it is reported.</summary>
    public RecordPlace PlaceOf(Rejection rejection) => _places[(int)(rejection.Offset - _records.Offset(0))];

    /// <summary>Feeds one record; offsets follow one another.</summary>
    public void Add(long offset, in RecordedEvent recorded)
    {
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

    /// <summary>Lets the clock reach the last event, and checks that no event vanished.</summary>
    public void Finish()
    {
        Push();
        _pump.Push(Task.EndOfRecording);
        if (!Task.Ledger.Balances) throw new InvalidOperationException($"the ledger does not balance: {Task.Ledger}");
    }

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();

    private void Push()
    {
        _pump.Push(new TaskInput.Records(_records));
        _records.Clear();
        _places.Clear();
    }
}
