using System.Diagnostics.CodeAnalysis;

namespace RiskEngine.Cel.Values;

/// <summary>A map from int, uint, bool or string to any value; entries keep the order in which they were added.</summary>
/// <remarks>Numeric keys meet across types: <c>1</c>, <c>1u</c> and <c>1.0</c> find the same entry. Fill it before it is shared.</remarks>
public sealed class CelMap
{
    private readonly Dictionary<CelValue, CelValue> _entries;
    private long _weight = 1;

    /// <summary>Creates an empty map.</summary>
    /// <param name="capacity">Expected number of entries.</param>
    public CelMap(int capacity = 0) => _entries = new Dictionary<CelValue, CelValue>(capacity, KeyComparer.Instance);

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>The keys, oldest first.</summary>
    public IEnumerable<CelValue> Keys => _entries.Keys;

    /// <summary>The values, oldest first.</summary>
    public IEnumerable<CelValue> Values => _entries.Values;

    /// <summary>The entries, oldest first.</summary>
    public IEnumerable<KeyValuePair<CelValue, CelValue>> Entries => _entries;

    internal Dictionary<CelValue, CelValue> Items => _entries;

    internal long Weight => Math.Min(_weight, Sizes.WeightCeiling);

    /// <summary>Adds an entry; false when the key exists already or is not of a key type.</summary>
    public bool TryAdd(CelValue key, CelValue value)
    {
        if (!IsKey(key) || !_entries.TryAdd(key, value))
            return false;
        _weight += Sizes.Weight(key) + Sizes.Weight(value);
        return true;
    }

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(in CelValue key, [MaybeNullWhen(false)] out CelValue value) => _entries.TryGetValue(key, out value);

    internal static bool IsKey(in CelValue key) =>
        key.Kind is CelKind.String or CelKind.Int or CelKind.Uint or CelKind.Bool;

    private sealed class KeyComparer : IEqualityComparer<CelValue>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals(CelValue x, CelValue y) => Equality.AreEqual(x, y);

        public int GetHashCode(CelValue obj) => Equality.Hash(obj);
    }
}
