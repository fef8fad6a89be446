using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Looks which names a field of the next records holds, and brings near where those will be looked up.</summary>
/// <remarks>
/// With a million sources neither the place nor the name is in a cache, and one record is decoded too soon for its own hint to help. Nothing depends on what
/// is found here: a field that is not where it is looked for costs a hint. Measured by <c>bench curves --axis sources</c>.
/// </remarks>
/// <param name="names">The names of the field.</param>
/// <param name="field">The field's name in quotes.</param>
internal sealed class NamePrefetcher(SymbolTable names, byte[] field)
{
    private const int Far = 12;
    private const int Near = 6;
    private const int Ring = 16;

    /// <summary>Fewer names than this are in a cache anyway.</summary>
    private const int ManyNames = 32 * 1024;
    private readonly int[] _places = new int[Ring];
    private int _at;

    /// <summary>Record <paramref name="index"/> comes next.</summary>
    public void Look(RecordBatch records, int index)
    {
        if (names.Count < ManyNames) return;
        names.PrefetchName(_places[(index + Near) % Ring]);
        if (index + Far < records.Count) _places[(index + Far) % Ring] = PlaceOf(records.Value(index + Far));
    }

    /// <summary>Devices of one make write their fields in one order, so the field is looked for where it was in the record before.</summary>
    private int PlaceOf(ReadOnlySpan<byte> record)
    {
        if (_at >= record.Length || !record[_at..].StartsWith(field))
        {
            _at = record.IndexOf(field);
            if (_at < 0)
            {
                _at = 0;
                return 0;
            }
        }

        var rest = record[(_at + field.Length)..];
        var start = rest.IndexOf((byte)'"') + 1;
        var length = rest[start..].IndexOf((byte)'"');
        return start > 0 && length > 0 ? names.PrefetchPlace(rest.Slice(start, length)) : 0;
    }
}
