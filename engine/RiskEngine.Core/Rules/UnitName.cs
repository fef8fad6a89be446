using System.Text;

namespace RiskEngine.Core.Rules;

/// <summary>Names of units as people write them: which ones mean the same unit. Converts nothing.</summary>
/// <remarks>UCUM (unitsofmeasure.org) names degrees <c>Cel</c> and <c>[degF]</c> and puts annotations into braces; what is not listed is compared as it is, letter by letter:
/// <c>mW</c> is not <c>MW</c>.</remarks>
public static class UnitName
{
    private static readonly Dictionary<string, string> Listed = new(StringComparer.Ordinal)
    {
        ["\u00b0C"] = "Cel", ["\u2103"] = "Cel", ["degC"] = "Cel", ["C"] = "Cel", ["celsius"] = "Cel", ["Celsius"] = "Cel",
        ["\u00b0F"] = "[degF]", ["\u2109"] = "[degF]", ["degF"] = "[degF]", ["F"] = "[degF]", ["fahrenheit"] = "[degF]", ["Fahrenheit"] = "[degF]",
        ["percent"] = "%", ["pct"] = "%", ["mg/L"] = "mg/l", ["L"] = "l", ["L/s"] = "l/s", ["L/min"] = "l/min", ["L/h"] = "l/h",
        ["sec"] = "s", ["seconds"] = "s", ["h"] = "h", ["hPa"] = "hPa", ["km/h"] = "km/h", ["kmh"] = "km/h", ["mph"] = "[mi_i]/h",
    };

    /// <summary>Whether both name the same unit: alike but for blanks, raised digits, the two letters mu, braces, and the usual names of degrees and percent.</summary>
    public static bool AreSame(string one, string other) => one == other || Canonical(one) == Canonical(other);

    /// <summary>The one name of a unit, by which names are compared.</summary>
    internal static string Canonical(string unit)
    {
        var text = new StringBuilder(unit.Length);
        foreach (var letter in unit)
        {
            switch (letter)
            {
                case ' ' or '\t' or '\u00a0' or '{' or '}' or '^': break;
                case '\u00b2': text.Append('2'); break;
                case '\u00b3': text.Append('3'); break;
                case '\u00b5' or '\u03bc': text.Append('u'); break;
                default: text.Append(letter); break;
            }
        }

        var plain = text.ToString();
        return Listed.GetValueOrDefault(plain, plain);
    }
}
