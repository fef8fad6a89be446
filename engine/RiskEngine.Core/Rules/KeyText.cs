using System.Globalization;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Rules;

/// <summary>Keys as texts: what alerts, checkpoints and tests call them.</summary>
/// <remarks>A pair is written <c>first | second</c>. A bar in the first text is doubled, so that no two pairs are called alike.</remarks>
public static class KeyText
{
    private const string Separator = " | ";

    /// <summary>The key of an event; null where it has none, or a blank one. Allocates.</summary>
    public static string? Of(EventCursor cursor, KeyBy by) => by.Kind switch
    {
        KeyKind.Source => cursor.Source,
        KeyKind.Site => cursor.Site,
        KeyKind.Area => string.Join('/', cursor.Site.Split('/').Take(by.Depth)),
        KeyKind.Pair => Of(cursor, by.First) is { } first && by.Second is { } other && Of(cursor, other) is { } second ? Join(first, second) : null,
        _ => OfAttribute(cursor, by),
    };

    /// <summary>The key of a pair.</summary>
    public static string Join(string first, string second) => first.Replace("|", "||", StringComparison.Ordinal) + Separator + second;

    /// <summary>The two texts of a pair; null where the key is none.</summary>
    public static (string First, string Second)? Split(string key)
    {
        for (var at = key.IndexOf('|'); at >= 0; at = key.IndexOf('|', at))
        {
            var end = at;
            while (end < key.Length && key[end] == '|') end++;
            if (end - at == 1) return at > 0 && end < key.Length ? (key[..(at - 1)].Replace("||", "|", StringComparison.Ordinal), key[(end + 1)..]) : null;
            if (end == key.Length) return null;
            at = end;
        }

        return null;
    }

    /// <summary>The device that a key speaks of; null where it speaks of none, or of several.</summary>
    public static string? SourceOf(KeyBy by, string key) => !by.IsOfOneSource ? null : by.Kind == KeyKind.Pair ? Split(key)?.First : key;

    /// <summary>A number as the text of a key; zero has no sign. Allocates nothing.</summary>
    /// <param name="number">The number.</param>
    /// <param name="into">32 characters.</param>
    /// <returns>How many characters were written.</returns>
    public static int Write(double number, Span<char> into) => (number + 0.0).TryFormat(into, out var length, default, CultureInfo.InvariantCulture) ? length : 0;

    private static string? OfAttribute(EventCursor cursor, KeyBy by)
    {
        if (!cursor.TryGetAttribute(string.Intern(by.Name), out var attribute)) return null;
        if (attribute.Text is { } text) return string.IsNullOrWhiteSpace(text) ? null : text;
        if (by.Kind == KeyKind.Attribute) return null;
        Span<char> number = stackalloc char[32];
        return attribute.Kind switch
        {
            EventValueKind.Boolean => attribute.Number != 0 ? "true" : "false",
            EventValueKind.Number => new string(number[..Write(attribute.Number, number)]),
            _ => null,
        };
    }
}
