using RiskEngine.Core.State;

namespace RiskEngine.Core.Checkpoints;

/// <summary>What the stored segments of a task hold, by part and key, for people who look into it; nothing is evaluated.</summary>
public sealed class TaskContents
{
    private readonly SortedDictionary<string, SortedDictionary<string, byte[]>> _parts = new(StringComparer.Ordinal);

    /// <summary>The parts with their keys, each with its payload.</summary>
    public IEnumerable<KeyValuePair<string, SortedDictionary<string, byte[]>>> Parts => _parts;

    /// <summary>How many alerts are open.</summary>
    public int OpenAlerts => _parts.Where(part => part.Key.StartsWith("alerts:", StringComparison.Ordinal)).Sum(part => part.Value.Values.Count(StateText.IsOpenAlert));

    /// <summary>Adds a segment; they come oldest first.</summary>
    /// <exception cref="StateFormatException">The segment is damaged or of an unknown format.</exception>
    public void Add(ReadOnlySpan<byte> segment) => SegmentEncoder.Read(segment, (part, key, live, payload) =>
    {
        if (key is null) _parts.Remove(part);
        else if (live) KeysOf(part)[key] = payload.ToArray();
        else KeysOf(part).Remove(key);
    });

    /// <summary>What every part holds of one key.</summary>
    public IEnumerable<(string Part, byte[] Payload)> Of(string key) =>
        _parts.Where(part => part.Value.ContainsKey(key)).Select(part => (part.Key, part.Value[key]));

    private SortedDictionary<string, byte[]> KeysOf(string part)
    {
        if (!_parts.TryGetValue(part, out var keys)) _parts.Add(part, keys = new(StringComparer.Ordinal));
        return keys;
    }
}
