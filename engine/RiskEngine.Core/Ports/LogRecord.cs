namespace RiskEngine.Core.Ports;

/// <summary>A record of a log, as whoever acts on it needs it.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="Key">Its key; empty where it has none.</param>
/// <param name="Value">Its value; null for a tombstone.</param>
public sealed record LogRecord(string Topic, int Partition, long Offset, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value)
{
    /// <summary>When the log took it, milliseconds since the Unix epoch; 0 where nobody asked.</summary>
    public long AppendedUnixMillis { get; init; }

    /// <summary>Its headers; null where it has none or nobody asked.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>>? Headers { get; init; }
}
