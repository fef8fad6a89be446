using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <content>What the task tells rules over several partitions.</content>
public sealed partial class TaskState
{
    private SignalTaps? _taps;
    private IReadOnlyList<Rule>? _crossing;
    private bool _hasToldOwner;

    /// <summary>Whether any rule over several partitions wants to be told something.</summary>
    public bool IsTapped => _definition.Signals is { } signals && (_crossing ?? signals.Rules).Count > 0;

    /// <summary>Why the task cannot go on telling them; null where it can.</summary>
    public string? SignalFault => IsTapped ? Evaluator.Signals.FaultOf(_definition.Signals!.Route) : null;

    /// <summary>The taps; null where nobody wants to be told, and while lost state is brought back: all of it has been told.</summary>
    private SignalTaps? Taps
    {
        get
        {
            if (!IsTapped || Rebuild is not null) return null;
            return _taps ??= OpenTaps(_definition.Signals!);
        }
    }

    /// <summary>Tells of an event that was just taken in, and of what it has caused.</summary>
    /// <param name="events">Holds it.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="ofRecord">Which event of its record it is, in the order of their times, from 1.</param>
    /// <param name="before">How many transitions there were before.</param>
    /// <returns>Whether a rule over several partitions would have looked at it, had it not come too late.</returns>
    public bool Tap(EventBatch events, int index, int ofRecord, int before)
    {
        if (Taps is not { } taps) return false;
        ref readonly var e = ref events[index];
        var isLate = e.Offset >= ReplayedBelow && taps.Event(events, index, ofRecord, Newest);
        var hasCaused = Evaluator.TransitionCount > before;
        if (e.Offset >= ReplayedBelow) taps.Seen(events, index, ofRecord, hasCaused ? SeenPart.Before : SeenPart.Alone);
        if (!hasCaused) return isLate;
        taps.Transitions(Evaluator.TransitionsFrom(before), e.Offset, ofRecord);
        taps.SeenAgain(e.Offset, ofRecord);
        return isLate;
    }

    /// <summary>Counts as late an event that no rule of this task concerns, and that came too late for those over several partitions.</summary>
    public void CountLateSignal() => _counted = _counted with { Filtered = _counted.Filtered - 1, Late = _counted.Late + 1 };

    /// <summary>Tells of what no event has caused.</summary>
    /// <param name="before">How many transitions there were before.</param>
    public void Tap(int before)
    {
        if (Evaluator.TransitionCount > before) Taps?.Transitions(Evaluator.TransitionsFrom(before), NextOffset, 0);
    }

    /// <summary>Tells how far the task has come.</summary>
    public void Mark(TaskInput.Mark mark)
    {
        if (mark.Introduces) Taps?.Owner(_definition.Signals!.Producers);
        Taps?.Marker(Newest > EventTime.MinValue ? Newest : null, mark.IsIdle);
    }

    /// <summary>Hands over what is to be sent since the last call.</summary>
    public void DrainSignals(List<Signal> into) => _taps?.Drain(into);

    /// <summary>Begins to tell; an owner introduces itself before it says anything else.</summary>
    private SignalTaps OpenTaps(SignalDefinition signals)
    {
        var taps = new SignalTaps(
            _crossing ?? signals.Rules, Evaluator.EventRules, Vocabulary, signals.Source, signals.Route, Evaluator.Signals, Evaluator.Seen, _definition.Lateness);
        if (!_hasToldOwner) taps.Owner(signals.Producers);
        _hasToldOwner = true;
        return taps;
    }

    private void ChangeTaps(IReadOnlyList<Rule>? crossing)
    {
        if (crossing is null) return;
        _crossing = crossing;
        _taps?.Dispose();
        _taps = null;
    }
}
