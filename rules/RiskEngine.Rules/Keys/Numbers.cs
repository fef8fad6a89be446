using System.Globalization;

namespace RiskEngine.Rules.Keys;

/// <summary>Numbers as authors write them: finite, with a point.</summary>
internal static class Numbers
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool TryParse(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text.Trim(), Style, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    public static string Write(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
