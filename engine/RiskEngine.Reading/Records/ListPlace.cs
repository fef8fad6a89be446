using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace RiskEngine.Reading.Records;

/// <summary>Where something stands in a list, newest first. Neither part ever changes, so what comes later moves nothing to another page.</summary>
/// <param name="Micros">Its time, in microseconds since 1970.</param>
/// <param name="Id">Its identity, which orders what has one time.</param>
public readonly record struct ListPlace(long Micros, string Id) : IComparable<ListPlace>
{
    /// <summary>Longest id that a cursor may hold, in characters.</summary>
    private const int LongestId = 512;

    /// <summary>The place as a cursor, which is opaque to clients.</summary>
    public string ToCursor() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Micros} {Id}")));

    /// <summary>Reads a cursor.</summary>
    /// <returns>False where it is none of ours.</returns>
    public static bool TryParse(string cursor, out ListPlace place)
    {
        place = default;
        if (cursor.Length > LongestId * 2 || !Base64Url.IsValid(cursor)) return false;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || !long.TryParse(text.AsSpan(0, space), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros)) return false;
        place = new ListPlace(micros, text[(space + 1)..]);
        return true;
    }

    /// <summary>The newer comes first; of the same time the one whose id is first.</summary>
    public int CompareTo(ListPlace other) => Micros != other.Micros ? other.Micros.CompareTo(Micros) : string.CompareOrdinal(Id, other.Id);
}
