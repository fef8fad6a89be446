using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>The schedules of a task: one for each kind of key, lateness and set of kinds of events that rules have.</summary>
/// <param name="clock">The clock of the task.</param>
/// <param name="lateness">How long after the newest event of the task an event may still come, by kind; zero or above.</param>
/// <param name="disorder">How far behind the newest event of its source an event may be, by kind; zero or above.</param>
internal sealed class KeySchedules(TaskClock clock, ByKind<TimeSpan> lateness, ByKind<TimeSpan> disorder)
{
    private readonly Dictionary<string, KeySchedule> _all = [];

    /// <summary>The clock of the task.</summary>
    public TaskClock Clock => clock;

    /// <summary>How far behind the newest event of its source an event may be, by kind.</summary>
    public ByKind<TimeSpan> Disorder => disorder;

    /// <summary>How late an event of a kind may be: its lateness, or its disorder where that is longer.</summary>
    public TimeSpan WaitOf(string kind) => lateness[kind] > disorder[kind] ? lateness[kind] : disorder[kind];

    /// <summary>How long a rule waits until it takes silence for silence: the longest lateness, and disorder, of the kinds that it may concern.</summary>
    public TimeSpan LatenessOf(Rule rule) => rule.Detection.LooksAtAlerts
        ? lateness.Values.Concat(disorder.Values).Max()
        : rule.On.SelectMany(pattern => lateness.AllBelow(pattern).Concat(disorder.AllBelow(pattern))).Max();

    /// <summary>The schedule of a rule.</summary>
    public KeySchedule Of(Rule rule, KeyDirectory keys)
    {
        var late = LatenessOf(rule);
        var of = rule.Detection.LooksAtAlerts ? "alerts" : string.Join(',', rule.On.Select(kind => kind.Text).Order(StringComparer.Ordinal));
        var id = $"clocks:{rule.By}:{of}:{(long)late.TotalMilliseconds}";
        if (!_all.TryGetValue(id, out var schedule)) _all.Add(id, schedule = new KeySchedule(id, keys, late));
        if (schedule.Floor == EventTime.MinValue) schedule.BeginAt(clock.Newest);
        return schedule;
    }
}
