using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Desk;

/// <summary>Says which alerts are meant: all that is given must fit, and of each list one entry. What is left out fits all.</summary>
public sealed record AlertMatcher
{
    /// <summary>Rule ids, with <c>*</c> for any characters.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Areas: site paths and all below them.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>Devices or other keys, with <c>*</c> for any characters.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Causes, as they are.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>Labels and their values, with <c>*</c> for any characters.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The gravest grade that is meant.</summary>
    public Grade AtMost { get; init; } = Grade.Red;

    /// <summary>Whether it says anything: one that does not would fit every alert.</summary>
    public bool IsEmpty => Rules.Count + Areas.Count + Sources.Count + Causes.Count + Labels.Count == 0;

    /// <summary>Whether an alert is meant.</summary>
    /// <param name="rule">Its rule.</param>
    /// <param name="cause">What it is about.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="key">What it concerns.</param>
    /// <param name="source">Its device, where it has one.</param>
    /// <param name="place">Its site or area; empty where unknown.</param>
    /// <param name="grade">Its grade.</param>
    public bool Fits(string rule, string cause, IReadOnlyDictionary<string, string> labels, string key, string? source, string place, Grade grade) =>
        grade <= AtMost && FitsRule(rule, cause, labels) && (Areas.Count == 0 || IsInside(place)) && (Sources.Count == 0 || AnyFits(Sources, key) || AnyFits(Sources, source));

    /// <summary>The part of it that does not depend on the single alert.</summary>
    public bool FitsRule(string rule, string cause, IReadOnlyDictionary<string, string> labels)
    {
        if (Rules.Count > 0 && !AnyFits(Rules, rule)) return false;
        if (Causes.Count > 0 && !Causes.Contains(cause)) return false;
        foreach (var (name, pattern) in Labels)
        {
            if (!labels.TryGetValue(name, out var value) || !Fits(pattern, value)) return false;
        }

        return true;
    }

    /// <summary>Whether a text fits a pattern in which <c>*</c> stands for any characters, none included.</summary>
    public static bool Fits(string pattern, string text)
    {
        var (at, from, star, back) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (from < pattern.Length && pattern[from] == '*') (star, back) = (from++, at);
            else if (from < pattern.Length && pattern[from] == text[at]) (from, at) = (from + 1, at + 1);
            else if (star >= 0) (from, at) = (star + 1, ++back);
            else return false;
        }

        while (from < pattern.Length && pattern[from] == '*') from++;
        return from == pattern.Length;
    }

    private bool IsInside(string place)
    {
        foreach (var area in Areas)
        {
            if (AreaPath.IsInside(place, area)) return true;
        }

        return false;
    }

    private static bool AnyFits(IReadOnlyList<string> patterns, string? text)
    {
        if (text is null) return false;
        foreach (var pattern in patterns)
        {
            if (Fits(pattern, text)) return true;
        }

        return false;
    }
}
