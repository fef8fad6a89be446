using System.Reactive.Linq;
using System.Reactive.Subjects;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Host.Inputs;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Operators;

namespace RiskEngine.Host.Backtesting.Explaining;

/// <summary>One pass over a recording along the live data path, with a look at each event before the rules see it.</summary>
internal sealed class EventWalk
{
    private const int BatchRecords = 2_000;
    private readonly TaskState _task;
    private readonly EventCursor _cursor;

    /// <summary>Prepares the pass.</summary>
    public EventWalk(ExplainRequest request, IMeasurementObserver? observer = null)
    {
        _task = new TaskState(new TaskId("events", 0), RuleSetRun.PartsOf(request.Rules, request.Lateness, observer));
        _cursor = new EventCursor(_task.Vocabulary);
    }

    /// <summary>Called with each event after the clock has reached it and before the rules see it.</summary>
    public Action<EventCursor>? OnEvent { get; init; }

    /// <summary>Called after the rules have seen an event.</summary>
    public Action? AfterEvent { get; init; }

    /// <summary>Called with each transition.</summary>
    public Action<AlertTransition>? OnTransition { get; init; }

    /// <summary>Called with each event that was late.</summary>
    public Action<LateEvent>? OnLate { get; init; }

    /// <summary>Called with each record that was no event.</summary>
    public Action<Rejection>? OnRejected { get; init; }

    /// <summary>Writes the event under the cursor as JSON.</summary>
    public string Json(EventCursor cursor)
    {
        var batch = new EventBatch();
        batch.AddCopy(cursor.Event, Batch);
        using var json = new EventJson(_task.Vocabulary);
        return System.Text.Encoding.UTF8.GetString(json.Encode(batch, batch[0]));
    }

    private EventBatch Batch { get; set; } = new();

    /// <summary>Reads the recording from start to end.</summary>
    public void Run(Recording recording, CancellationToken cancellationToken)
    {
        using var batches = new Subject<TaskBatch>();
        Exception? failure = null;
        using var subscription = batches.DecodeEvents(_task).SplitLateEvents(_task).Do(Evaluate).Subscribe(Report, fault => failure = fault);
        var batch = new TaskBatch();
        var offset = 0L;
        foreach (var recorded in RecordedEvents.Open(recording.Paths, recording.Mapping, merge: true))
        {
            batch.Records.Add(offset++, recorded.Json.Span);
            if (batch.Records.Count == BatchRecords) Push();
        }

        Push();
        batch.Tick = _task.Watermark.Value + _task.Watermark.AllowedLateness;
        Push();

        void Push()
        {
            cancellationToken.ThrowIfCancellationRequested();
            batches.OnNext(batch);
            if (failure is not null) throw new InvalidOperationException("the pipeline failed", failure);
            batch.Clear();
        }
    }

    private void Evaluate(TaskBatch batch)
    {
        _task.Waiting.Release(_task.Watermark.Value, Observe);
        _task.Evaluator.AdvanceTo(_task.Watermark.Value);
        Drain();
    }

    private void Observe(EventBatch events, int index)
    {
        _task.Evaluator.AdvanceTo(events[index].Time);
        Batch = events;
        _cursor.MoveTo(events, index);
        OnEvent?.Invoke(_cursor);
        _task.Evaluator.Observe(events, index);
        AfterEvent?.Invoke();
    }

    private void Drain()
    {
        var transitions = new List<AlertTransition>();
        _task.Evaluator.Drain(transitions);
        foreach (var transition in transitions) OnTransition?.Invoke(transition);
    }

    private void Report(TaskBatch batch)
    {
        foreach (var late in batch.Late) OnLate?.Invoke(late);
        foreach (var rejection in batch.Rejections) OnRejected?.Invoke(rejection);
    }

    /// <summary>The key of an event under a rule; null where it has none.</summary>
    public static string? KeyOf(EventCursor cursor, KeyBy by) => by.Kind switch
    {
        KeyKind.Source => cursor.Source,
        KeyKind.Site => cursor.Site,
        KeyKind.Area => string.Join('/', cursor.Site.Split('/').Take(by.Depth)),
        _ => cursor.TryGetAttribute(string.Intern(by.Name), out var attribute) ? attribute.Text : null,
    };
}
