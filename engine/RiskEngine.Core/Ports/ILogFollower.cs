namespace RiskEngine.Core.Ports;

/// <summary>Follows logs from where it was, without a share in a consumer group: every process that follows sees every record. Used by one thread.</summary>
public interface ILogFollower
{
    /// <summary>The offset of the first record of a partition that it has not taken; null where it wants all that is there.</summary>
    long? PlaceOf(string topic, int partition);

    /// <summary>Takes records, each partition's in order. Records may come again, and compaction leaves gaps.</summary>
    /// <exception cref="DependencyException">It cannot take them now; it is asked for its places again before more are shown.</exception>
    void Take(IReadOnlyList<LogRecord> records);

    /// <summary>How far it is behind; called about once a second.</summary>
    /// <param name="waiting">Records that it has not been shown.</param>
    /// <param name="hasCaughtUp">Whether the end of every partition, as it was at the start or later, has been reached.</param>
    void Behind(long waiting, bool hasCaughtUp);
}
