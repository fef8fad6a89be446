using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>The built-in alert about a task that refuses events because it follows as many names as it may: a flood of new names, or too low a limit.</summary>
/// <remarks>It speaks of the engine's own work: which names are refused depends on what a task remembers, so unlike the alerts of rules it is not the same
/// after a restart.</remarks>
internal sealed class RefusedNames : IKeyedState
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);
    private readonly KeyDirectory _keys;
    private readonly HoldTimers _findings;
    private readonly int _slot;
    private long _reported;

    public RefusedNames(TaskId task, Vocabulary vocabulary, KeyExpiry expiry, EventTimers timers, List<AlertTransition> transitions)
    {
        _keys = new KeyDirectory(KeyBy.Task, vocabulary, expiry);
        _slot = _keys.SlotOf(task.ToString());
        Alerts = new AlertBook(Rule, task, _keys, timers, transitions);
        _findings = new HoldTimers(Hold, Alerts, timers, Dirty);
    }

    /// <summary>The rule that the alert names.</summary>
    public static Rule Rule { get; } = new()
    {
        Id = "riskengine-too-many-names",
        Title = "The engine follows as many sources as it may and refuses further ones",
        Hash = "built-in-1",
        File = "built in",
        On = [],
        By = KeyBy.Task,
        Detection = new ThresholdDetection(new EventNumber("refused events", static _ => double.NaN)),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Orange] = new(">= 1", Comparison.GreaterOrEqual, 1) }),
        Message = MessageTemplate.Parse("Task {{ key }} refuses events of new sources, sites or keys: it follows as many as Events:MaxSourcesPerTask allows"),
        Runbook = "docs/operations.md#too-many-sources",
        CapCategory = "Infra",
    };

    public AlertBook Alerts { get; }

    public string StateId => "refused:task";

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _keys.SlotBound;

    /// <summary>Takes in how many events have been refused since the start.</summary>
    public void Report(long refused, EventTime now)
    {
        if (refused == _reported) return;
        _findings.Find(_slot, refused - _reported, now, now, Evidence.None);
        _reported = refused;
    }

    public string KeyOf(int slot) => _keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (_findings.Until(slot) is not { } until) return false;
        writer.Int(until.Micros);
        return true;
    }

    public void Restore(string key, ref StateReader reader) => _findings.Restore(_keys.SlotOf(key), reader.TimeAhead());

    public void Forget(string key)
    {
        if (_keys.TrySlotOf(key, out var slot)) _findings.Restore(slot, null);
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not RefusedNames other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _findings.Adopt(other._findings);
        _reported = other._reported;
        Dirty.TakeOver(other.Dirty);
    }

    public void Retire() => _findings.Retire();

    public void Clear() => _findings.Clear();

    public void Resume(EventTime now) => _findings.Resume(now);
}
