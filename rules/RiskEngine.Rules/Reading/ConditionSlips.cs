using System.Text;
using System.Text.RegularExpressions;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Reading;

/// <summary>What authors write for a comparison in grades and <c>clear</c>: words, signs of other languages, ranges, numbers with a comma.</summary>
internal static partial class ConditionSlips
{
    /// <summary>The comparison as it should be written; null where nothing better can be told than what is there.</summary>
    public static string? Mend(string written, bool inDurations)
    {
        var text = Plain(written).Trim();
        text = Range(text) ?? text;
        text = Words(text);
        text = Signs(text);
        if (!inDurations) text = DecimalComma().Replace(text, "${whole}.${part}");
        return text != written && IsComplete(text, inDurations) ? text : null;
    }

    /// <summary>Whether it consists of comparisons with numbers or durations.</summary>
    private static bool IsComplete(string text, bool inDurations)
    {
        foreach (var part in text.Split(["&&", "||"], StringSplitOptions.TrimEntries))
        {
            if (Comparisons.Leading(part) is not { } sign) return false;
            var operand = part.AsSpan(sign.Sign.Length);
            if (inDurations ? !Durations.TryParse(operand, out _) : !Numbers.TryParse(operand, out _)) return false;
        }

        return true;
    }

    /// <summary>Full-width signs, curly quotes and no-break blanks as ordinary ones.</summary>
    private static string Plain(string written)
    {
        var text = new StringBuilder(written.Length);
        foreach (var c in written)
        {
            if (c is >= '\uFF01' and <= '\uFF5E') text.Append((char)(c - 0xFEE0));
            else if (c is '“' or '”' or '„' or '‘' or '’' or '«' or '»') continue;
            else text.Append(c switch { '–' or '—' or '−' => "-", '≥' => ">=", '≤' => "<=", '≠' => "!=", '\u00A0' or '\u3000' => " ", _ => c.ToString() });
        }

        return text.ToString();
    }

    private static string? Range(string text)
    {
        var chain = Chain().Match(text);
        if (chain.Success) return $"{(chain.Groups["low"].Value == "<=" ? ">=" : ">")} {chain.Groups["from"].Value} && {chain.Groups["high"].Value} {chain.Groups["to"].Value}";
        var range = FromTo().Match(text);
        return range.Success ? $">= {range.Groups["from"].Value} && {(range.Groups["between"].Success ? "<=" : "<")} {range.Groups["to"].Value}" : null;
    }

    private static string Words(string text)
    {
        foreach (var (words, sign) in (ReadOnlySpan<(Regex, string)>)[
            (AtLeast(), ">= "), (AtMost(), "<= "), (Above(), "> "), (Below(), "< "), (And(), " && "), (Or(), " || ")])
        {
            text = words.Replace(text, sign);
        }

        return Blanks().Replace(text, " ").Trim();
    }

    private static string Signs(string text)
    {
        text = text.Replace("=>", ">=", StringComparison.Ordinal).Replace("=<", "<=", StringComparison.Ordinal).Replace("> =", ">=", StringComparison.Ordinal)
            .Replace("< =", "<=", StringComparison.Ordinal).Replace("<>", "!=", StringComparison.Ordinal).Replace("===", "==", StringComparison.Ordinal);
        return LoneEquals().Replace(text, "==");
    }

    [GeneratedRegex(@"^(?<from>-?[\d.]+[a-z]*)\s*(?<low><=?)\s*[A-Za-z_]+\s*(?<high><=?)\s*(?<to>-?[\d.]+[a-z]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Chain();

    [GeneratedRegex(@"^((?<between>between)\s+|from\s+)?(?<from>-?\d+(\.\d+)?[a-z]*)(\s*(-|\.\.\.?|…)\s*|\s+(to|and|until|till)\s+)(?<to>-?\d+(\.\d+)?[a-z]*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FromTo();

    [GeneratedRegex(@"\b(at least|no less than|not less than|not below)\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AtLeast();

    [GeneratedRegex(@"\b(at most|no more than|not more than|not above|up to)\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AtMost();

    [GeneratedRegex(@"\b(over|above|more than|greater than|higher than|exceeds)\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Above();

    [GeneratedRegex(@"\b(under|below|less than|lower than)\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Below();

    [GeneratedRegex(@"\s*(\b(and|und)\b|(?<!&)&(?!&)|(?<=[\d.]\s*),(?=\s*[<>=!]))\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex And();

    [GeneratedRegex(@"\s*(\b(or|oder)\b|(?<!\|)\|(?!\|))\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Or();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<![<>=!])=(?!=)", RegexOptions.CultureInvariant)]
    private static partial Regex LoneEquals();

    [GeneratedRegex(@"(?<![\d.,])(?<whole>-?\d+),(?<part>\d{1,2}|\d{4,})(?![\d.,])", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();
}
