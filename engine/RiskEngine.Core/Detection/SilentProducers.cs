using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>The built-in alert about a partition of which rules over several partitions hear nothing any more.</summary>
/// <remarks>Every reader of signals knows; the one of the first partition says it.</remarks>
internal sealed class SilentProducers
{
    private readonly KeyDirectory _keys;
    private IReadOnlyList<string>? _told;

    public SilentProducers(TaskId task, Vocabulary vocabulary, KeyExpiry expiry, TaskClock clock, EventTimers timers, List<AlertTransition> transitions)
    {
        _keys = new KeyDirectory(KeyBy.Task, vocabulary, expiry, clock);
        Alerts = new AlertBook(Rule, task, _keys, timers, transitions);
    }

    /// <summary>The rule that the alert names.</summary>
    public static Rule Rule { get; } = new()
    {
        Id = "riskengine-partition-silent",
        Title = "Nothing is heard of a partition: rules over several partitions go on without it",
        Hash = "built-in-1",
        File = "built in",
        On = [],
        By = KeyBy.Task,
        Detection = new ThresholdDetection(new EventNumber("missing", static _ => double.NaN)),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Orange] = new(">= 1", Comparison.GreaterOrEqual, 1) }),
        Message = MessageTemplate.Parse("Nothing is heard of {{ key }}: rules over several partitions go on without it; does an engine own it?"),
        ResolvedMessage = MessageTemplate.Parse("{{ key }} is heard of again"),
        Runbook = "docs/signals.md",
        CapCategory = "Infra",
    };

    public AlertBook Alerts { get; }

    /// <summary>Takes in who is missing.</summary>
    /// <param name="producers">The producers.</param>
    /// <param name="now">How far time has come.</param>
    public void Report(ProducerRoster producers, EventTime now)
    {
        if (_told is not null && _told.SequenceEqual(producers.Missing)) return;
        _told = producers.Missing;
        foreach (var producer in producers.Names)
        {
            var slot = _keys.SlotOf(producer);
            var isMissing = producers.Missing.Contains(producer);
            if (isMissing != Alerts.IsOpen(slot)) Alerts.Measure(slot, new Measurement(isMissing ? 1 : 0, 1, now, now), Evidence.None);
        }
    }
}
