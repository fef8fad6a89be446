using Confluent.Kafka;
using RiskEngine.Core.Ports;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Signals;

namespace RiskEngine.Kafka;

/// <summary>Asks the cluster which partitions send and take signals; tasks that start together share an answer.</summary>
/// <param name="options">The cluster and the topics.</param>
/// <param name="mapped">The topics of the city's own that are read too.</param>
public sealed class SignalTopics(KafkaOptions options, Func<MappedTopics> mapped) : ISignalTopics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private Task<SignalTopology>? _asked;
    private long _askedAt;

    /// <inheritdoc/>
    public Task<SignalTopology> FindAsync()
    {
        lock (_gate)
        {
            if (_asked is { IsFaulted: false } && TimeProvider.System.GetElapsedTime(_askedAt) < Fresh) return _asked;
            _askedAt = TimeProvider.System.GetTimestamp();
            return _asked = OwnThread.Run(Find);
        }
    }

    private SignalTopology Find()
    {
        try
        {
            using var admin = KafkaProbe.Admin(options);
            var all = admin.GetMetadata(Patience).Topics.Where(topic => !topic.Error.IsError).ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
            var inputs = all.Where(topic => options.Topics.Events.Contains(topic.Key) || mapped().Include(topic.Key)).ToDictionary();
            return new SignalTopology(all.GetValueOrDefault(options.Topics.Signals), inputs);
        }
        catch (KafkaException fault)
        {
            throw new DependencyException($"Kafka does not say which topics there are: {fault.Error.Reason}", fault);
        }
    }
}
