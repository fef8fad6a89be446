namespace RiskEngine.Workbench.Inputs;

/// <summary>What a recorded record has beside its value, where it is mapped.</summary>
/// <param name="Topic">The topic that its mapping names.</param>
public sealed record RecordEnvelope(string Topic)
{
    /// <summary>Its partition; null where unknown.</summary>
    public int? Partition { get; init; }

    /// <summary>Its offset there; null where unknown.</summary>
    public long? Offset { get; init; }

    /// <summary>The record's key; null for none.</summary>
    public byte[]? Key { get; init; }

    /// <summary>The record's headers; null for none.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>>? Headers { get; init; }

    /// <summary>When the log took it, milliseconds since the Unix epoch; 0 where unknown.</summary>
    public long AppendedUnixMillis { get; init; }
}
