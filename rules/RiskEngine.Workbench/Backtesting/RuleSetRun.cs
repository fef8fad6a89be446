using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>One rule set over one recording: a single task, or where the log was kept with its ticks each partition's own.</summary>
public sealed class RuleSetRun : IDisposable
{
    private static readonly TaskId Whole = new("events", 0);
    private readonly Dictionary<TaskId, RecordedTask> _tasks = [];
    private readonly KeptTicks? _ticks;
    private readonly Func<TaskId, TaskDefinition> _definitionOf;
    private readonly MappedInputs? _inputs;
    private readonly Action<TaskOutput>? _take;
    private RecordedTask? _current;

    /// <summary>Prepares the run.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="lateness">How long after the newest event an event may still come, by kind.</param>
    /// <param name="disorder">How far behind the newest event of its source an event may be, by kind.</param>
    /// <param name="deduplicate">How long after a delivery of an event further ones do not count, by kind.</param>
    /// <param name="take">Receives all that comes out, in order; null where nobody asks.</param>
    /// <param name="observer">Sees all measurements; null where nobody asks.</param>
    /// <param name="eventObserver">Sees all events; null where nobody asks.</param>
    /// <param name="inputs">The mappings of records that are not written in the event contract; null where all are.</param>
    /// <param name="ticks">The recorded ticks of a kept log; null where the recording is one stream.</param>
    public RuleSetRun(
        IReadOnlyList<Rule> rules, ByKind<TimeSpan> lateness, ByKind<TimeSpan> disorder, ByKind<TimeSpan> deduplicate, Action<TaskOutput>? take = null,
        IMeasurementObserver? observer = null, IEventObserver? eventObserver = null, MappedInputs? inputs = null, KeptTicks? ticks = null)
    {
        History = new AlertHistory(rules);
        (_take, _ticks, _inputs) = (take, ticks, inputs);
        var definition = TaskDefinition.ForRecording(rules, lateness, disorder) with
        {
            Deduplicate = deduplicate,
            Observer = observer,
            EventObserver = eventObserver,
            Inputs = inputs is null ? null : new ActiveInputs(inputs.Inputs),
            WatchesFromStart = ticks is null ? null : static (_, _, _) => false,
        };
        _definitionOf = _ => definition;
        if (ticks is null) _current = New(Whole);
    }

    /// <summary>Prepares the run of a kept log through the tasks of an engine.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="definitionOf">How the engine made the task of a partition.</param>
    /// <param name="ticks">The recorded ticks of its idle clocks.</param>
    /// <param name="take">Receives all that comes out, in order.</param>
    internal RuleSetRun(IReadOnlyList<Rule> rules, Func<TaskId, TaskDefinition> definitionOf, KeptTicks ticks, Action<TaskOutput> take)
    {
        History = new AlertHistory(rules);
        (_take, _ticks, _definitionOf) = (take, ticks, definitionOf);
    }

    /// <summary>The states of its tasks.</summary>
    public IEnumerable<TaskState> Tasks => _tasks.Values.Select(task => task.State);

    /// <summary>The state of the only task.</summary>
    public TaskState Task => _tasks.Values.Single().State;

    /// <summary>Its alerts.</summary>
    public AlertHistory History { get; }

    /// <summary>What was rejected, by reason.</summary>
    public RejectionTally Rejections { get; } = new();

    /// <summary>Where the record of a rejection stands; only while it is reported.</summary>
    public RecordPlace PlaceOf(Rejection rejection) => _current!.PlaceOf(rejection);

    /// <summary>Feeds one record.</summary>
    /// <param name="number">Its number in the recording: its offset, where it has none of its own.</param>
    /// <param name="recorded">The record.</param>
    /// <exception cref="InputException">The log is kept, and the record does not say where it stands in it.</exception>
    public void Add(long number, in RecordedEvent recorded)
    {
        if (_ticks is null)
        {
            _current!.Add(number, recorded);
            return;
        }

        if (recorded.Envelope is not { Partition: { } partition, Offset: { } offset } envelope)
        {
            throw new InputException($"{recorded.At}: the line does not say its topic, partition and offset, which its ticks refer to; write the log with kcat -C -e -J");
        }

        var id = new TaskId(envelope.Topic, partition);
        if (!_tasks.TryGetValue(id, out _current)) _current = New(id);
        if (offset < _current.NextOffset)
        {
            throw new InputException($"{recorded.At}: offset {offset} of {id} comes after {_current.NextOffset - 1}; give the log once, in its order");
        }

        _current.Add(offset, recorded);
    }

    /// <summary>Feeds what is left; the clock of a recording that is one stream reaches the last event. Checks that no event vanished.</summary>
    public void Finish()
    {
        foreach (var task in _tasks.Values)
        {
            _current = task;
            task.Finish(reachesLast: _ticks is null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var task in _tasks.Values) task.Dispose();
    }

    private RecordedTask New(TaskId id)
    {
        var task = new RecordedTask(new TaskState(id, _definitionOf(id)), _ticks?.Of(id) ?? [], _inputs, Take);
        _tasks.Add(id, task);
        return task;
    }

    private void Take(RecordedTask task, TaskOutput output)
    {
        foreach (var transition in output.Transitions) History.Add(transition);
        foreach (var rejection in output.Rejections) Rejections.Add(rejection, task.PlaceOf(rejection));
        _take?.Invoke(output);
    }
}
