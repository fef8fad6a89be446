using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// Regular expressions with RE2's syntax and its linear time.
internal static class Patterns
{
    public const int MaxLength = 1000;
    private const int MaxCached = 256;

    // The last resort only. Where a busy machine could use it up, one and the same event would match at one time and not at another.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Patterns that are not constants. Cleared when full: a rule that builds endless patterns pays for it itself.
    private static readonly ConcurrentDictionary<string, Regex?> Cache = new();

    public static CelValue Matches(in CelValue a, in CelValue b)
    {
        if (a.Kind != CelKind.String || b.Kind != CelKind.String)
            return CelError.NoOverload("matches", a.Kind, b.Kind).Pack();
        if (!Cache.TryGetValue(b.AsString(), out var regex))
        {
            if (TryTranslate(b.AsString(), out var translated, out _))
                _ = TryBuild(translated, out regex, out _);
            if (Cache.Count >= MaxCached)
                Cache.Clear();
            Cache.TryAdd(b.AsString(), regex);
        }
        return regex is null ? CelValue.Fail(CelErrorCode.InvalidPattern, b.AsString()) : Test(regex, a.AsString());
    }

    public static CelValue Test(Regex regex, string text)
    {
        try
        {
            return CelValue.Of(regex.IsMatch(text));
        }
        catch (RegexMatchTimeoutException)
        {
            return CelValue.Fail(CelErrorCode.BudgetExhausted);
        }
    }

    public static bool TryTranslate(string pattern, [NotNullWhen(true)] out string? translated, [NotNullWhen(false)] out string? fault)
    {
        translated = null;
        if (pattern.Length <= MaxLength)
            return PatternTranslation.TryTranslate(pattern, out translated, out fault);
        fault = $"the pattern is longer than {MaxLength} characters";
        return false;
    }

    // Only parses.
    public static bool TryValidate(string translated, [NotNullWhen(false)] out string? fault) => TryCreate(translated, RegexOptions.CultureInvariant, out _, out fault);

    public static bool TryBuild(string translated, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? fault) =>
        TryCreate(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, out regex, out fault);

    private static bool TryCreate(string translated, RegexOptions options, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? fault)
    {
        regex = null;
        fault = null;
        try
        {
            regex = new Regex(translated, options, Patience);
            return true;
        }
        catch (RegexParseException failure)
        {
            fault = failure.Error switch
            {
                RegexParseError.InsufficientClosingParentheses or RegexParseError.InsufficientOpeningParentheses => "the parentheses of the pattern do not match",
                RegexParseError.UnterminatedBracket => "a [ in the pattern is not closed",
                RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized => "a *, + or ? in the pattern has nothing before it to repeat",
                RegexParseError.ReversedQuantifierRange or RegexParseError.ReversedCharacterRange => "a range in the pattern runs backwards",
                _ => "the pattern is not a valid regular expression",
            };
            return false;
        }
        catch (NotSupportedException)
        {
            fault = "the pattern is too large or looks around or back, which cannot be matched in linear time";
            return false;
        }
    }
}
