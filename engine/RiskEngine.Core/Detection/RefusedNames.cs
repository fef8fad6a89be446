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
internal sealed class RefusedNames : KeyedState<RefusedNames>
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);
    private readonly HoldTimers _findings;
    private readonly int _slot;
    private long _reported;

    public RefusedNames(TaskId task, Vocabulary vocabulary, KeyExpiry expiry, TaskClock clock, EventTimers timers, List<AlertTransition> transitions)
        : base("refused:task", new KeyDirectory(KeyBy.Task, vocabulary, expiry, clock))
    {
        _slot = Keys.SlotOf(task.ToString());
        Alerts = new AlertBook(Rule, task, Keys, timers, transitions);
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

    protected override bool IsEmpty => _findings.Count == 0;

    /// <summary>Takes in how many events have been refused since the start.</summary>
    public void Report(long refused, EventTime now)
    {
        if (refused == _reported) return;
        _findings.Find(_slot, refused - _reported, now, now, Evidence.None);
        _reported = refused;
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (_findings.Until(slot) is not { } until) return false;
        writer.Int(until.Micros);
        return true;
    }

    protected override void Restore(int slot, ref StateReader reader) => _findings.Restore(slot, reader.TimeAhead());

    protected override bool Forget(int slot)
    {
        var had = _findings.Until(slot) is not null;
        _findings.Restore(slot, null);
        return had;
    }

    protected override void TakeOver(RefusedNames before, EventTime now)
    {
        _findings.Adopt(before._findings);
        _reported = before._reported;
    }

    public override void Retire() => _findings.Retire();

    public override void Clear() => _findings.Clear();

    public override void Resume(EventTime now) => _findings.Resume();
}
