using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Explaining;

/// <summary>One pass over a recording along the live data path, with a look at each event before the rules see it.</summary>
internal sealed class EventWalk : IEventObserver, IDisposable
{
    private readonly ByKind<TimeSpan> _deduplicate;
    private readonly RuleSetRun _run;
    private bool _counts;

    /// <summary>Prepares the pass.</summary>
    public EventWalk(ExplainRequest request, IMeasurementObserver? observer = null)
    {
        _deduplicate = request.Deduplicate;
        _run = new RuleSetRun(request.Rules, request.Lateness, request.Disorder, request.Deduplicate, Report, observer, this, request.Recording.Inputs);
    }

    /// <summary>Called with each event after the clock has reached it and before the rules see it.</summary>
    public Action<EventCursor>? OnEvent { get; init; }

    /// <summary>Called instead with an event that had been delivered before and does not count again, and how long before.</summary>
    public Action<EventCursor, TimeSpan>? OnDuplicate { get; init; }

    /// <summary>Called after the rules have seen an event.</summary>
    public Action? AfterEvent { get; init; }

    /// <summary>Called with each transition.</summary>
    public Action<AlertTransition>? OnTransition { get; init; }

    /// <summary>Called with each event that was late.</summary>
    public Action<LateEvent>? OnLate { get; init; }

    /// <summary>Called with each record that was no event.</summary>
    public Action<Rejection, RecordPlace>? OnRejected { get; init; }

    /// <summary>What was rejected so far, by reason.</summary>
    public RejectionTally Rejections => _run.Rejections;

    /// <summary>Writes the event under the cursor as JSON.</summary>
    public string Json(EventCursor cursor)
    {
        var batch = new EventBatch();
        cursor.CopyTo(batch);
        using var json = new EventEncoder(_run.Task.Vocabulary);
        return System.Text.Encoding.UTF8.GetString(json.Encode(batch, batch[0]));
    }

    /// <summary>Reads the recording from start to end.</summary>
    public void Run(Recording recording, CancellationToken cancellationToken)
    {
        var offset = 0L;
        foreach (var recorded in recording.Open())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _run.Add(offset++, recorded);
        }

        _run.Finish();
    }

    void IEventObserver.Reached(EventCursor cursor)
    {
        var (since, within) = (cursor.SinceLastDelivery, _deduplicate[cursor.Kind]);
        _counts = !(since <= within && within > TimeSpan.Zero);
        if (_counts) OnEvent?.Invoke(cursor);
        else OnDuplicate?.Invoke(cursor, since ?? TimeSpan.Zero);
    }

    void IEventObserver.Evaluated()
    {
        if (_counts) AfterEvent?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    private void Report(TaskOutput output)
    {
        foreach (var transition in output.Transitions) OnTransition?.Invoke(transition);
        foreach (var late in output.Late) OnLate?.Invoke(late);
        foreach (var rejection in output.Rejections) OnRejected?.Invoke(rejection, _run.PlaceOf(rejection));
    }
}
