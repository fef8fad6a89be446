using System.Globalization;
using System.Text.RegularExpressions;

namespace RiskEngine.Rules.Keys;

/// <summary>Numbers as authors write them: finite, with a point.</summary>
public static partial class Numbers
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number; false where it is none, or not finite.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text.Trim(), Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>The shortest form that reads back as the same number.</summary>
    public static string Write(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number that may be a thousand or one with decimals; null where there is none.</summary>
    internal static (string Thousands, string Decimals)? Ambiguous(string written) =>
        ThousandComma().Match(written) is { Success: true } match
            ? (ThousandComma().Replace(written, found => found.Value.Replace(",", "", StringComparison.Ordinal)),
                string.Concat(written.AsSpan(0, match.Index), match.Value.Replace(',', '.'), written.AsSpan(match.Index + match.Length)))
            : null;

    [GeneratedRegex(@"(?<![\d.,])-?\d{1,3}(,\d{3})+(?![\d,])", RegexOptions.CultureInvariant)]
    private static partial Regex ThousandComma();
}
