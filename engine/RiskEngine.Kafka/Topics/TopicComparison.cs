using System.Globalization;

namespace RiskEngine.Kafka.Topics;

/// <summary>Compares a topic with its plan.</summary>
public static class TopicComparison
{
    /// <summary>Settings that are spans of milliseconds: longer than planned harms nobody, -1 is for ever.</summary>
    private static readonly string[] Spans = ["retention.ms", "delete.retention.ms", "min.compaction.lag.ms"];

    /// <summary>Finds the differences that matter.</summary>
    /// <param name="topic">The plan.</param>
    /// <param name="partitions">How many partitions it has.</param>
    /// <param name="settings">Its settings; one that is not there is not compared.</param>
    /// <param name="request">What was asked for: numbers that were not are not compared.</param>
    /// <returns>Sentences, each with what to do.</returns>
    public static IReadOnlyList<string> Differences(PlannedTopic topic, int partitions, IReadOnlyDictionary<string, string> settings, TopicRequest request)
    {
        var differences = new List<string>();
        if (request.Partitions is { } asked && !topic.IsSingle && partitions != asked)
        {
            differences.Add($"has {partitions} partitions, asked for {asked}; sites move when the number changes: see docs/operations.md, Kafka");
        }

        foreach (var (name, planned) in topic.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!settings.TryGetValue(name, out var found) || IsEnough(name, planned, found)) continue;
            differences.Add($"{name} is '{found}', planned '{planned}'; kafka-configs.sh --alter --topic {topic.Name} --add-config {name}={Quoted(planned)}");
        }

        return differences;
    }

    private static bool IsEnough(string name, string planned, string found)
    {
        if (!Spans.Contains(name)) return Words(planned).SetEquals(Words(found));
        if (!long.TryParse(found, CultureInfo.InvariantCulture, out var has) || !long.TryParse(planned, CultureInfo.InvariantCulture, out var wants)) return found == planned;
        return has == -1 || (wants != -1 && has >= wants);
    }

    private static string Quoted(string value) => value.Contains(',') ? $"[{value}]" : value;

    private static HashSet<string> Words(string value) => [.. value.Split(',', StringSplitOptions.TrimEntries)];
}
