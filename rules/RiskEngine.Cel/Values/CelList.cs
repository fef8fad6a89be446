using System.Collections;

namespace RiskEngine.Cel.Values;

/// <summary>An immutable list of values.</summary>
public sealed class CelList : IReadOnlyList<CelValue>
{
    /// <summary>The empty list.</summary>
    public static readonly CelList Empty = new([]);

    private readonly CelValue[] _items;

    /// <summary>Wraps <paramref name="items"/>; the array is kept, not copied, and must not change.</summary>
    public CelList(CelValue[] items)
    {
        _items = items;
        var weight = 1L;
        foreach (ref readonly var item in items.AsSpan())
            weight += Sizes.Weight(item);
        Weight = Math.Min(weight, Sizes.WeightCeiling);
    }

    /// <summary>Number of elements.</summary>
    public int Count => _items.Length;

    // Cost of walking the whole value, shared parts counted each time; bounds equality and formatting.
    internal long Weight { get; }

    internal ReadOnlySpan<CelValue> Span => _items;

    /// <summary>The element at a zero-based index.</summary>
    public CelValue this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<CelValue> GetEnumerator() => ((IEnumerable<CelValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    internal bool Contains(in CelValue value)
    {
        foreach (ref readonly var item in _items.AsSpan())
        {
            if (Equality.AreEqual(item, value))
                return true;
        }
        return false;
    }
}
