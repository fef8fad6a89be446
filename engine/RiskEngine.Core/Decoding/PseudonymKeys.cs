using System.Security.Cryptography;

namespace RiskEngine.Core.Decoding;

/// <summary>The key that pseudonyms are made with, and the names of the keys before it.</summary>
/// <remarks>
/// An earlier key's bytes are not needed: nothing is ever computed with it again, so rotating a key also ends the means to link a
/// person's old pseudonyms to new ones. Its name stays reserved, so that a pseudonym always tells which key made it.
/// </remarks>
public sealed class PseudonymKeys
{
    /// <summary>Fewest bytes of a key.</summary>
    public const int LeastKeyBytes = 16;

    private readonly byte[] _key;

    /// <summary>Creates the ring.</summary>
    /// <param name="currentId">Name of the current key: 1 to 8 characters of a-z and 0-9; it starts every pseudonym.</param>
    /// <param name="key">The current key, at least <see cref="LeastKeyBytes"/> bytes; copied.</param>
    /// <param name="earlierIds">Names of the keys before it.</param>
    /// <exception cref="ArgumentException">The ring is not valid; <see cref="Validate"/> says so without an exception.</exception>
    public PseudonymKeys(string currentId, ReadOnlySpan<byte> key, IReadOnlyList<string>? earlierIds = null)
    {
        EarlierIds = earlierIds ?? [];
        var faults = Validate(currentId, key, EarlierIds);
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
        CurrentId = currentId;
        _key = key.ToArray();
    }

    /// <summary>Name of the current key.</summary>
    public string CurrentId { get; }

    /// <summary>Names of the keys before it.</summary>
    public IReadOnlyList<string> EarlierIds { get; }

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Finds every fault of a ring at once; an empty list means that it can be made. No key byte is in a message.</summary>
    public static IReadOnlyList<string> Validate(string currentId, ReadOnlySpan<byte> key, IReadOnlyList<string> earlierIds)
    {
        var faults = new List<string>();
        // Not repeated: what is no id may be the key, given in the wrong place.
        if (!IsId(currentId)) faults.Add($"pseudonym key id of {currentId.Length} characters is not valid; write 1 to 8 characters of a-z and 0-9, e.g. 'p2'");
        if (key.Length < LeastKeyBytes) faults.Add($"pseudonym key {Named(currentId)}has {key.Length} bytes; give at least {LeastKeyBytes}, e.g. from a random generator");
        foreach (var id in earlierIds)
        {
            if (!IsId(id)) faults.Add($"an earlier pseudonym key id of {id.Length} characters is not valid; write 1 to 8 characters of a-z and 0-9");
            if (id == currentId) faults.Add($"pseudonym key id {Named(id)}was used before; give the new key a new id");
        }

        return faults;
    }

    /// <summary>The names of the keys, and no key.</summary>
    public override string ToString() => $"pseudonym key '{CurrentId}'{(EarlierIds.Count == 0 ? "" : $", before it {string.Join(", ", EarlierIds)}")}";

    /// <summary>A ring with a random key that nobody else knows: pseudonyms differ after every start. For demonstrations.</summary>
    public static PseudonymKeys Generate() => new("p0", RandomNumberGenerator.GetBytes(32));

    /// <summary>Which key made a pseudonym.</summary>
    /// <returns>The current or an earlier id; null where it is none of this ring's pseudonyms.</returns>
    public string? KeyIdOf(string pseudonym)
    {
        var end = pseudonym.IndexOf('_');
        if (end < 0) return null;
        var id = pseudonym[..end];
        return id == CurrentId || EarlierIds.Contains(id) ? id : null;
    }

    private static string Named(string id) => IsId(id) ? $"'{id}' " : "";

    private static bool IsId(string id) => id.Length is >= 1 and <= 8 && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter));
}
