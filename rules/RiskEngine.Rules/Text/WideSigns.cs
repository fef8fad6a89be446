namespace RiskEngine.Rules.Text;

/// <summary>Full-width letters, digits and signs, as keyboards for Chinese and Japanese write them.</summary>
internal static class WideSigns
{
    /// <summary>The same text in the signs of ASCII.</summary>
    public static string Narrow(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uFF01', '\uFF5E') < 0 ? text : string.Concat(text.Select(sign => sign is >= '\uFF01' and <= '\uFF5E' ? (char)(sign - 0xFEE0) : sign));
}
