using System.Globalization;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Topics;

namespace RiskEngine.Cli.Diagnosis;

/// <summary>Whether the cluster answers, has the topics as planned, gives the rights, and has the same time.</summary>
internal static class KafkaCheck
{
    /// <summary>A clock this far ahead makes the engine take live events for wrong ones sooner or later.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<CheckFinding>> Run(KafkaOptions options, TopicRequest request, TimeProvider time)
    {
        try
        {
            var facts = await Task.Run(() => ClusterSurvey.Ask(options, time)).ConfigureAwait(false);
            using var cluster = new TopicCluster(options);
            var topics = await cluster.CompareAsync(TopicPlan.Of(options.Topics, request), request).ConfigureAwait(false);
            return [Answers(facts), .. Topics(topics), .. Rights(facts), Clock(facts, time.GetUtcNow())];
        }
        catch (DependencyException fault)
        {
            return [CheckFinding.Fault("kafka", fault.Message)];
        }
    }

    internal static IEnumerable<CheckFinding> Topics(IReadOnlyList<TopicFinding> topics)
    {
        if (topics.Where(topic => !topic.Exists).Select(topic => topic.Topic.Name).ToList() is { Count: > 0 } missing)
            yield return CheckFinding.Fault("topics", $"missing: {string.Join(", ", missing)}", "riskengine topics create, with the same --kafka and --topic-prefix");
        foreach (var topic in topics.Where(topic => topic.Exists))
        {
            foreach (var difference in topic.Differences)
            {
                // What is cleaned up otherwise is lost, or grows for ever; what is kept for another time may be meant.
                var isGrave = difference.StartsWith("cleanup.policy", StringComparison.Ordinal);
                yield return new CheckFinding($"topic {topic.Topic.Name}", isGrave ? CheckVerdict.Fault : CheckVerdict.Note, difference);
            }
        }

        if (topics.FirstOrDefault(topic => topic.Unknown is not null)?.Unknown is { } unknown)
            yield return CheckFinding.Note("topics", unknown, "give the user DESCRIBE_CONFIGS on the topics, or compare them yourself: docs/operations.md, Kafka");
        var good = topics.Count(topic => topic.Exists && topic.Differences.Count == 0);
        if (good > 0) yield return CheckFinding.Ok("topics", $"{good} of {topics.Count} are there{(topics.Any(topic => topic.Unknown is not null) ? "" : " and as planned")}");
    }

    internal static IEnumerable<CheckFinding> Rights(ClusterFacts facts)
    {
        foreach (var (topic, reason) in facts.Unreadable) yield return CheckFinding.Fault($"topic {topic}", $"cannot be read: {reason}", "give the user READ on it");
        foreach (var (topic, rights) in facts.Lacking)
            yield return CheckFinding.Fault($"topic {topic}", $"this user lacks {rights}", $"kafka-acls.sh --add --topic {topic}; all rights are in docs/operations.md, Kafka");
        if (facts.RightsUnknown is { } unknown) yield return CheckFinding.Note("kafka rights", $"cannot be told: {unknown}");
        else if (facts.Lacking.Count == 0 && facts.Unreadable.Count == 0) yield return CheckFinding.Ok("kafka rights", "nothing is lacking on the topics that are there");
    }

    internal static CheckFinding Clock(ClusterFacts facts, DateTimeOffset now)
    {
        if (facts.Newest is not { } newest) return CheckFinding.Note("clock", "no record to compare with", "look again when events flow");
        var ahead = newest - now;
        var stamped = facts.IsBrokerClock ? "by its broker" : "by its sender";
        if (ahead > MostAhead)
        {
            return CheckFinding.Fault("clock", $"the newest record was stamped {stamped} {Span(ahead)} ahead of this machine",
                "set both clocks by NTP (chronyc tracking)");
        }

        return CheckFinding.Ok("clock", $"the newest record was stamped {stamped} {Span(-ahead)} ago");
    }

    private static CheckFinding Answers(ClusterFacts facts) => CheckFinding.Ok("kafka",
        string.Create(CultureInfo.InvariantCulture,
            $"answered in {facts.AnsweredIn.TotalMilliseconds:0} ms; {facts.Brokers.Count} brokers ({string.Join(", ", facts.Brokers)}); librdkafka {ClientLibrary.Version}"));

    private static string Span(TimeSpan span) => span.TotalSeconds < 0 ? "0 s" : span.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s")
        : span.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min") : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h");
}
