namespace RiskEngine.Core.Events;

/// <summary>The form of event kinds: lower-case segments joined by dots, the first of them a family; e.g. <c>utility.gas.flow</c>.</summary>
public static class KindName
{
    /// <summary>Whether the name consists of non-empty segments of a-z, 0-9, '_' and '-', joined by dots.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> kind)
    {
        var segmentIsEmpty = true;
        foreach (var next in kind)
        {
            if (next == '.')
            {
                if (segmentIsEmpty) return false;
                segmentIsEmpty = true;
            }
            else if (next is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or (byte)'-')
            {
                segmentIsEmpty = false;
            }
            else
            {
                return false;
            }
        }

        return !segmentIsEmpty;
    }

    /// <summary>Reads the family from the first segment.</summary>
    public static bool TryGetFamily(ReadOnlySpan<byte> kind, out EventFamily family)
    {
        var dot = kind.IndexOf((byte)'.');
        var first = dot < 0 ? kind : kind[..dot];
        if (first.SequenceEqual("sensor"u8)) return Found(EventFamily.Sensor, out family);
        if (first.SequenceEqual("access"u8)) return Found(EventFamily.Access, out family);
        if (first.SequenceEqual("utility"u8)) return Found(EventFamily.Utility, out family);
        if (first.SequenceEqual("flow"u8)) return Found(EventFamily.Flow, out family);
        if (first.SequenceEqual("report"u8)) return Found(EventFamily.Report, out family);
        family = default;
        return false;
    }

    private static bool Found(EventFamily found, out EventFamily family)
    {
        family = found;
        return true;
    }
}
