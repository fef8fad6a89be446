using System.Globalization;

namespace RiskEngine.Kafka.Topics;

/// <summary>How each topic of the engine is made: partitions, clean-up, retention.</summary>
public static class TopicPlan
{
    private const string Delete = "delete";
    private const string Compact = "compact";
    private const string Both = "compact,delete";

    /// <summary>How long a consumer of a compacted topic may be away and still see what was deleted, and how long old versions of a record stay.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromDays(7);

    private static readonly TimeSpan Look = TimeSpan.FromDays(14);
    private static readonly TimeSpan Refused = TimeSpan.FromDays(30);

    /// <summary>The plan of all topics, in the order in which <see cref="TopicNames.All"/> names them.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="request">What is decided by whoever makes them.</param>
    public static IReadOnlyList<PlannedTopic> Of(TopicNames names, TopicRequest request)
    {
        var plain = new TopicNames { Events = names.Events }.All;
        return [.. plain.Zip(names.All, (topic, name) => Planned(topic, name, names.Events.Contains(name), request))];
    }

    /// <summary>The plan of one topic, by the name that it has without a prefix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nobody has said how the topic is made.</exception>
    private static PlannedTopic Planned(string topic, string name, bool isInput, TopicRequest request)
    {
        var (cleanup, retention, isSingle) = isInput ? (Delete, request.Retention, false) : topic switch
        {
            "risk.events.dlq.v1" or "risk.events.late.v1" => (Delete, Look, false),
            "risk.alerts.v1" or "risk.suppressed.v1" or "risk.feedback.v1" => (Delete, request.AlertRetention, false),
            "risk.alerts.state.v1" or "risk.incidents.v1" or "risk.places.v1" => (Compact, TimeSpan.Zero, false),
            "risk.alerts.shadow.v1" or "risk.signals.v1" => (Delete, request.Retention, false),
            "risk.ticks.v1" => (Both, request.Retention, true),
            "risk.sinks.dlq.v1" => (Delete, Refused, false),

            // Who did what is kept until somebody decides otherwise.
            "risk.audit.v1" => (Delete, Timeout.InfiniteTimeSpan, false),
            _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "has no place in the plan of topics"),
        };
        var settings = new Dictionary<string, string> { ["cleanup.policy"] = cleanup };
        if (cleanup != Compact) settings["retention.ms"] = Millis(retention);
        if (cleanup != Delete) settings["delete.retention.ms"] = Millis(Away);

        // A sink that starts reads the older versions of what is open: what it answers refers to them.
        if (topic == "risk.incidents.v1") settings["min.compaction.lag.ms"] = Millis(Away);
        return new PlannedTopic(name, isSingle ? 1 : request.Partitions ?? TopicRequest.DefaultPartitions, request.Replication, settings) { IsSingle = isSingle };
    }

    private static string Millis(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? "-1" : ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
