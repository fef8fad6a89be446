using Confluent.Kafka;

namespace RiskEngine.Kafka.Native;

/// <summary>The headers of a record that the decoder may want.</summary>
internal static class CloudEventHeaders
{
    /// <summary>Whether the decoder may want a header of this name.</summary>
    public static bool IsWanted(string name) => name.StartsWith("ce_", StringComparison.Ordinal) || name == "content-type";

    /// <summary>Picks them; null for the usual record that has none.</summary>
    /// <param name="headers">All headers of a record.</param>
    /// <param name="all">Whether a mapping may want any of them.</param>
    public static IReadOnlyList<KeyValuePair<string, byte[]>>? Of(Headers? headers, bool all = false)
    {
        if (headers is null || headers.Count == 0) return null;
        List<KeyValuePair<string, byte[]>>? kept = null;
        foreach (var header in headers)
        {
            if (all || IsWanted(header.Key)) (kept ??= []).Add(new(header.Key, header.GetValueBytes() ?? []));
        }

        return kept;
    }
}
