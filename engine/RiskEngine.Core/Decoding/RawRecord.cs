using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>One record as it lies in the log, for a mapping to read; only lent.</summary>
public readonly ref struct RawRecord
{
    /// <summary>The topic that it came from.</summary>
    public required string Topic { get; init; }

    /// <summary>Its value.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Its key; empty where <see cref="HasKey"/> is false.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Whether it has a key.</summary>
    public bool HasKey { get; init; }

    /// <summary>Its headers; null where it has none.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>>? Headers { get; init; }

    /// <summary>When the log took it; null where that is unknown, as in a recording.</summary>
    public EventTime? Appended { get; init; }
}
