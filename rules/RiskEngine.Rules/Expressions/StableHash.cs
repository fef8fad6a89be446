namespace RiskEngine.Rules.Expressions;

/// <summary>A 64-bit hash that is the same in every process: distinct counts outlive a restart.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over UTF-16 units, then mixed so that all bits are good (Fowler, Noll, Vo 1991; Steele, Lea, Flood 2014).</summary>
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return Mix(hash);
    }

    public static ulong Of(double number) => Mix((ulong)BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number));

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
