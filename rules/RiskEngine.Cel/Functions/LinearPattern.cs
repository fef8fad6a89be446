using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// A constant pattern. It is validated at once and built when it is first used: the linear-time engine takes a third of a
// millisecond to build, its parser a hundredth of that, and ten thousand rules must load in seconds.
internal sealed class LinearPattern
{
    // Above this an automaton may be refused as too large, so it is built at once to find out.
    private const int SurelySmall = 200;

    private readonly string _translated;
    private volatile Regex? _regex;

    private LinearPattern(string translated) => _translated = translated;

    public static bool TryCreate(string source, [NotNullWhen(true)] out LinearPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        pattern = null;
        if (!Patterns.TryTranslate(source, out var translated, out fault))
            return false;
        pattern = new LinearPattern(translated);
        if (source.Length <= SurelySmall && !source.Contains('{') && Patterns.TryValidate(translated, out fault))
            return true;
        if (fault is not null || !Patterns.TryBuild(translated, out var regex, out fault))
            return false;
        pattern._regex = regex;
        return true;
    }

    public CelValue Test(string text)
    {
        // Two threads may both build it; either result serves.
        if (_regex is not { } regex)
        {
            if (!Patterns.TryBuild(_translated, out regex, out var fault))
                return CelValue.Fail(CelErrorCode.InvalidPattern, fault);
            _regex = regex;
        }
        return Patterns.Test(regex, text);
    }
}
