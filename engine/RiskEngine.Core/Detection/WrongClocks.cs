using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>The built-in alert about a source whose clock is ahead of the log: its events cannot have happened yet when the log takes them.</summary>
/// <remarks>Only where it is known when the log took an event. A clock that is behind looks like a backlog, so nobody can be told of it. What is measured is the
/// worst of the last ten minutes, so that an alert does not rise and fall with the way of each event to the log.</remarks>
internal sealed class WrongClocks : KeyedState<WrongClocks>, ITimed
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);
    private readonly ITimers _timers;
    private Dictionary<int, Offence> _found = [];
    private TimerTarget? _target;

    public WrongClocks(TaskId task, KeyDirectory sources, EventTimers timers, List<AlertTransition> transitions)
        : base("ahead:source", sources)
    {
        _timers = timers;
        Alerts = new AlertBook(Rule, task, Keys, timers, transitions);
    }

    /// <summary>The rule that the alert names.</summary>
    public static Rule Rule { get; } = new()
    {
        Id = "riskengine-clock-ahead",
        Title = "A device's clock is ahead",
        Hash = "built-in-1",
        File = "built in",
        On = [],
        By = KeyBy.Source,
        Unit = "s",
        Detection = new ThresholdDetection(new EventNumber("seconds ahead", static _ => double.NaN)),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition>
        {
            [Grade.Blue] = new(">= 10", Comparison.GreaterOrEqual, 10),
            [Grade.Yellow] = new(">= 60", Comparison.GreaterOrEqual, 60),
            [Grade.Orange] = new(">= 240", Comparison.GreaterOrEqual, 240),
        }),
        Message = MessageTemplate.Parse("The clock of {{ source }} ({{ site }}) is ahead by {{ measure }} s"),
        Runbook = "docs/runbooks/devices.md#device-clock-off",
        CapCategory = "Infra",
    };

    public AlertBook Alerts { get; }

    private TimerTarget Target => _target ??= new TimerTarget(this);

    protected override bool IsEmpty => _found.Count == 0;

    /// <summary>An event of a source lies ahead of the log.</summary>
    /// <param name="cursor">The event.</param>
    /// <param name="by">By how much.</param>
    /// <param name="now">The newest time of the task.</param>
    public void Find(EventCursor cursor, TimeSpan by, EventTime now)
    {
        var slot = Keys.SlotOf(cursor);
        if (slot == SymbolTable.None) return;
        var seconds = Math.Round(by.TotalSeconds, 3);
        var isHeld = _found.TryGetValue(slot, out var before);
        var found = new Offence(now + Hold, Math.Max(seconds, before.Worst));
        _found[slot] = found;
        Dirty.Mark(slot);
        Alerts.Measure(slot, new Measurement(found.Worst, 1, now, now), Evidence.At(cursor.Event.Offset));
        if (!isHeld) SetTimer(slot, found.Until);
    }

    /// <inheritdoc/>
    public void OnTimer(int slot, EventTime due)
    {
        if (!_found.TryGetValue(slot, out var found)) return;
        if (found.Until > due)
        {
            SetTimer(slot, found.Until);
            return;
        }

        _found.Remove(slot);
        Dirty.Mark(slot);
        Alerts.Measure(slot, new Measurement(0, 0, due, due), Evidence.None);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_found.TryGetValue(slot, out var found)) return false;
        writer.Int(found.Until.Micros);
        writer.Double(found.Worst);
        return true;
    }

    protected override void Restore(int slot, ref StateReader reader) => _found[slot] = new Offence(reader.TimeAhead(), reader.Double());

    protected override bool Forget(int slot) => _found.Remove(slot);

    protected override void TakeOver(WrongClocks before, EventTime now)
    {
        _found = before._found;
        _target = before.Target;
        _target.PassTo(this);
    }

    public override void Retire() => Target.Drop();

    public override void Clear() => _found.Clear();

    public override void Resume(EventTime now)
    {
        foreach (var (slot, found) in _found) SetTimer(slot, found.Until);
    }

    private void SetTimer(int slot, EventTime until) => _timers.Set(until, TimerClass.Hold, Target, slot);

    /// <summary>How far a clock is ahead at the worst, in seconds, and until when that counts.</summary>
    private readonly record struct Offence(EventTime Until, double Worst);
}
