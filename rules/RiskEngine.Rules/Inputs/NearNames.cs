using System.Text.Json;

namespace RiskEngine.Rules.Inputs;

/// <summary>Finds the field of a JSON text whose name differs from a missing one by case or blanks only.</summary>
/// <remarks>Such a name has the letters that the mapping names, so it may be shown. A text is searched once for each name, however many of its lines lack it.</remarks>
internal sealed class NearNames
{
    private readonly Dictionary<string, string?> _found = new(StringComparer.Ordinal);

    /// <summary>Another text is mapped.</summary>
    public void Forget() => _found.Clear();

    /// <summary>The name as it is written, blanks at its ends shown as such; null where there is none, or the text is no JSON.</summary>
    /// <param name="missing">The name that is not there.</param>
    /// <param name="json">The text.</param>
    public string? Of(string missing, ReadOnlySpan<byte> json)
    {
        if (!_found.TryGetValue(missing, out var near)) _found[missing] = near = Search(missing, json);
        return near;
    }

    private static string? Search(string missing, ReadOnlySpan<byte> json)
    {
        var plain = Plain(missing);
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.ValueSpan.Length > (missing.Length * 6) + 32) continue;
                if (reader.GetString() is { } name && name != missing && string.Equals(Plain(name), plain, StringComparison.OrdinalIgnoreCase)) return Shown(name);
            }
        }
        catch (JsonException)
        {
            // A row of a table, or a plain text.
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name.
        }

        return null;
    }

    private static string Plain(string name) => string.Concat(name.Where(letter => !char.IsWhiteSpace(letter)));

    private static string Shown(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}
