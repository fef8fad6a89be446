using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Expressions;

/// <summary>The signs of comparisons.</summary>
internal static class Comparisons
{
    private static readonly (string Sign, Comparison Comparison)[] Signs =
    [
        (">=", Comparison.GreaterOrEqual), ("<=", Comparison.LessOrEqual), ("==", Comparison.Equal), ("!=", Comparison.NotEqual),
        (">", Comparison.Greater), ("<", Comparison.Less),
    ];

    public static Comparison Parse(string sign) => Signs.First(pair => pair.Sign == sign).Comparison;

    /// <summary>The sign that a text starts with; null where it starts with none.</summary>
    public static (string Sign, Comparison Comparison)? Leading(ReadOnlySpan<char> text)
    {
        foreach (var pair in Signs)
        {
            if (text.StartsWith(pair.Sign, StringComparison.Ordinal)) return pair;
        }

        return null;
    }
}
