using System.Text.RegularExpressions;

namespace RiskEngine.Kafka;

/// <summary>Names of the topics that the engine reads and writes.</summary>
public sealed partial record TopicNames
{
    /// <summary>Input topics, one per event family.</summary>
    public IReadOnlyList<string> Events { get; init; } =
        ["risk.events.sensor.v1", "risk.events.access.v1", "risk.events.utility.v1", "risk.events.flow.v1", "risk.events.report.v1"];

    /// <summary>Lines that are no events.</summary>
    public string DeadLetters { get; init; } = "risk.events.dlq.v1";

    /// <summary>Events behind the watermark.</summary>
    public string Late { get; init; } = "risk.events.late.v1";

    /// <summary>Alert transitions.</summary>
    public string Alerts { get; init; } = "risk.alerts.v1";

    /// <summary>The state of each open alert; compacted.</summary>
    public string AlertState { get; init; } = "risk.alerts.state.v1";

    /// <summary>Transitions of shadow rules.</summary>
    public string Shadow { get; init; } = "risk.alerts.shadow.v1";

    /// <summary>Ticks of idle clocks; compacted, and kept as long as the events.</summary>
    public string Ticks { get; init; } = "risk.ticks.v1";

    /// <summary>What partitions tell rules over several of them; kept as long as those look back.</summary>
    public string Signals { get; init; } = DefaultSignals;

    /// <summary>What <see cref="Signals"/> is called where nothing else is said.</summary>
    public const string DefaultSignals = "risk.signals.v1";

    /// <summary>Incidents of the desk; compacted.</summary>
    public string Incidents { get; init; } = "risk.incidents.v1";

    /// <summary>The risk of areas, as the desk sees it; compacted.</summary>
    public string Places { get; init; } = "risk.places.v1";

    /// <summary>Transitions that people are not told of, and why.</summary>
    public string Suppressed { get; init; } = "risk.suppressed.v1";

    /// <summary>Who did what about alerts and incidents.</summary>
    public string Audit { get; init; } = "risk.audit.v1";

    /// <summary>What people ask of the desk.</summary>
    public string Feedback { get; init; } = "risk.feedback.v1";

    /// <summary>Messages that the receiver of a sink refused for good.</summary>
    public string SinkDeadLetters { get; init; } = "risk.sinks.dlq.v1";

    /// <summary>All topics.</summary>
    public IEnumerable<string> All => [.. Events, DeadLetters, Late, Alerts, AlertState, Shadow, Ticks, Signals, Incidents, Places, Suppressed, Audit, Feedback, SinkDeadLetters];

    /// <summary>The same topics with a prefix before each name.</summary>
    public TopicNames WithPrefix(string prefix) => new()
    {
        Events = [.. Events.Select(name => prefix + name)],
        DeadLetters = prefix + DeadLetters,
        Late = prefix + Late,
        Alerts = prefix + Alerts,
        AlertState = prefix + AlertState,
        Shadow = prefix + Shadow,
        Ticks = prefix + Ticks,
        Signals = prefix + Signals,
        Incidents = prefix + Incidents,
        Places = prefix + Places,
        Suppressed = prefix + Suppressed,
        Audit = prefix + Audit,
        Feedback = prefix + Feedback,
        SinkDeadLetters = prefix + SinkDeadLetters,
    };

    /// <summary>The input topic of a family, by its name in the topic's name (<c>sensor</c>, <c>access</c>, <c>utility</c>, <c>flow</c>, <c>report</c>).</summary>
    public string EventsOf(string family) =>
        Events.FirstOrDefault(name => name.Contains($".{family}.", StringComparison.Ordinal)) ?? Events[0];

    internal IEnumerable<string> Validate()
    {
        if (Events.Count == 0) yield return "Kafka:Topics:Events is empty; name at least one input topic";
        foreach (var name in All.Where(name => !LegalName().IsMatch(name)))
        {
            yield return $"Kafka:Topics: '{name}' is no topic name; use letters, digits, '.', '_' and '-', at most 249";
        }

        foreach (var twice in All.GroupBy(name => name).Where(group => group.Count() > 1)) yield return $"Kafka:Topics: '{twice.Key}' is used twice";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,249}\z")]
    private static partial Regex LegalName();
}
