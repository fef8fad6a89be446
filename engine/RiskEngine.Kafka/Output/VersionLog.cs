using RiskEngine.Core.Ports;
using RiskEngine.Core.Versions;
using RiskEngine.Kafka.Input;

namespace RiskEngine.Kafka.Output;

/// <summary>Keeps versions and their changes on the audit topic.</summary>
/// <param name="options">The cluster and the topic.</param>
/// <param name="publisher">Writes the records.</param>
public sealed class VersionLog(KafkaOptions options, KafkaPublisher publisher)
{
    /// <summary>Keeps a version.</summary>
    /// <returns>Once Kafka has acknowledged it.</returns>
    /// <exception cref="DependencyException">Kafka refuses it.</exception>
    public Task KeepAsync(KeptVersion version) => publisher.PublishAudit(version.Key, version.Key, version.At, VersionJson.Write(version));

    /// <summary>Tells of a change.</summary>
    /// <returns>Once Kafka has acknowledged it.</returns>
    /// <exception cref="DependencyException">Kafka refuses it.</exception>
    public Task TellAsync(VersionChange change)
    {
        var id = $"{change.About}/{Guid.NewGuid():N}";
        return publisher.PublishAudit(change.About, id, change.At, VersionJson.Write(change, id));
    }

    /// <summary>Reads all that the topic holds of versions.</summary>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public KnownVersions Read(CancellationToken cancellationToken)
    {
        using var log = new LogScan(options);
        return Read(log, options.Topics.Audit, cancellationToken);
    }

    /// <summary>Reads all that a topic holds of versions.</summary>
    /// <param name="log">Reads it.</param>
    /// <param name="topic">The audit topic.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public static KnownVersions Read(LogScan log, string topic, CancellationToken cancellationToken)
    {
        var known = new KnownVersions();
        foreach (var record in log.ReadAll(topic, cancellationToken))
        {
            if (record.Value is { } value) known.Add(value);
        }

        return known;
    }
}
