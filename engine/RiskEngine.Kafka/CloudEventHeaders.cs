using Confluent.Kafka;

namespace RiskEngine.Kafka;

/// <summary>The headers of a record that the decoder may want.</summary>
internal static class CloudEventHeaders
{
    /// <summary>Picks them; null for the usual record that has none.</summary>
    public static IReadOnlyList<KeyValuePair<string, byte[]>>? Of(Headers? headers)
    {
        if (headers is null || headers.Count == 0) return null;
        List<KeyValuePair<string, byte[]>>? kept = null;
        foreach (var header in headers)
        {
            if (!header.Key.StartsWith("ce_", StringComparison.Ordinal) && header.Key != "content-type") continue;
            (kept ??= []).Add(new(header.Key, header.GetValueBytes() ?? []));
        }

        return kept;
    }
}
