using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RiskEngine.Core.Ports;

namespace RiskEngine.Kafka.Topics;

/// <summary>Looks at the topics of a cluster, and makes those that are missing. Never changes one that is there.</summary>
/// <param name="options">The cluster.</param>
public sealed class TopicCluster(KafkaOptions options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly IAdminClient _admin = KafkaProbe.Admin(options);

    /// <summary>Compares the topics with the plan.</summary>
    /// <exception cref="DependencyException">No broker answers.</exception>
    public async Task<IReadOnlyList<TopicFinding>> CompareAsync(IReadOnlyList<PlannedTopic> plan, TopicRequest request)
    {
        var partitions = Partitions();
        var (settings, unknown) = await SettingsOf([.. plan.Where(topic => partitions.ContainsKey(topic.Name)).Select(topic => topic.Name)]).ConfigureAwait(false);
        return [.. plan.Select(topic => partitions.TryGetValue(topic.Name, out var count)
            ? new TopicFinding(
                topic,
                true,
                TopicComparison.Differences(topic, count, settings.GetValueOrDefault(topic.Name) ?? new Dictionary<string, string>(), request),
                unknown)
            : new TopicFinding(topic, false, []))];
    }

    /// <summary>Makes topics.</summary>
    /// <returns>Why one could not be made, by its name; empty where all were, or somebody else has made them meanwhile.</returns>
    /// <exception cref="DependencyException">No broker answers.</exception>
    public async Task<IReadOnlyDictionary<string, string>> CreateAsync(IReadOnlyList<PlannedTopic> topics)
    {
        try
        {
            if (topics.Count > 0) await _admin.CreateTopicsAsync(topics.Select(Specification), new CreateTopicsOptions { OperationTimeout = Patience }).ConfigureAwait(false);
            return new Dictionary<string, string>();
        }
        catch (CreateTopicsException fault)
        {
            return fault.Results.Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists)
                .ToDictionary(result => result.Topic, result => result.Error.Reason);
        }
        catch (KafkaException fault)
        {
            throw Unanswered(fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _admin.Dispose();

    private static TopicSpecification Specification(PlannedTopic topic) => new()
    {
        Name = topic.Name,
        NumPartitions = topic.Partitions,
        ReplicationFactor = topic.Replication ?? -1,
        Configs = topic.Settings.ToDictionary(),
    };

    private Dictionary<string, int> Partitions()
    {
        try
        {
            return _admin.GetMetadata(Patience).Topics.Where(topic => !topic.Error.IsError).ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        }
        catch (KafkaException fault)
        {
            throw Unanswered(fault);
        }
    }

    /// <summary>The settings of topics; a cluster or a user that may not be asked for them leaves them unknown.</summary>
    private async Task<(Dictionary<string, Dictionary<string, string>> Settings, string? Unknown)> SettingsOf(IReadOnlyList<string> topics)
    {
        if (topics.Count == 0) return ([], null);
        try
        {
            var resources = topics.Select(topic => new ConfigResource { Type = ResourceType.Topic, Name = topic });
            var results = await _admin.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = Patience }).ConfigureAwait(false);
            return (results.ToDictionary(result => result.ConfigResource.Name, result => result.Entries.Values.Where(entry => entry.Value is not null)
                .ToDictionary(entry => entry.Name, entry => entry.Value)), null);
        }
        catch (KafkaException fault)
        {
            return ([], $"settings cannot be read: {fault.Error.Reason}");
        }
    }

    private DependencyException Unanswered(KafkaException fault) =>
        new($"Kafka at '{options.BootstrapServers}' cannot be reached ({fault.Error.Reason}); start it or correct Kafka:BootstrapServers", fault);
}
