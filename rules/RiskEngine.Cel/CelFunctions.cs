using RiskEngine.Cel.Functions;

namespace RiskEngine.Cel;

/// <summary>The functions of the language, for editors.</summary>
public static class CelFunctions
{
    /// <summary>Functions that are called by their name alone, such as <c>size(list)</c>, by name.</summary>
    public static IReadOnlyList<string> Global { get; } = [.. StandardLibrary.GlobalNames.Order(StringComparer.Ordinal)];

    /// <summary>Functions of a value, such as <c>text.startsWith(prefix)</c>, by name.</summary>
    public static IReadOnlyList<string> OfValues { get; } = [.. StandardLibrary.MemberNames.Order(StringComparer.Ordinal)];
}
