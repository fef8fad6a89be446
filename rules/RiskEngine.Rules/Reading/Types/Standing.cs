using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading.Types;

/// <summary>Types that count alerts which are true now.</summary>
internal static class Standing
{
    private const int MostRules = 50;

    /// <summary>The rules whose alerts are counted; null where there is a fault, which is then reported.</summary>
    public static IReadOnlyList<YamlScalar>? Rules(MapReader detect)
    {
        var rules = detect.Scalars(CorrelationKeys.Rules, CorrelationKeys.Rules.Shape, MostRules);
        if (rules.Count == 0) return null;
        if (rules.DistinctBy(rule => rule.Value).Count() == rules.Count) return rules;
        detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(CorrelationKeys.Rules), "detect.rules names a rule twice", "name each rule once");
        return null;
    }

    /// <summary>A level of the site path, or what is finer where that is wanted; null where the word is none, which is then reported.</summary>
    public static KeyBy? Level(MapReader detect, KeySpec key, IReadOnlyList<string> levels, bool withDevices)
    {
        if (detect.Scalar(key) is not { } scalar) return null;
        var word = scalar.Value.Trim();
        if (withDevices && word == "source") return KeyBy.Source;
        if (withDevices && word == "site") return KeyBy.Site;
        for (var i = 0; i < levels.Count; i++)
        {
            if (levels[i] == word) return new KeyBy(KeyKind.Area, word, i + 1);
        }

        string[] words = withDevices ? ["source", "site", .. levels] : [.. levels];
        var near = Spelling.Nearest(word, words);
        var isNone = withDevices ? "is neither source, site nor a level of the site path" : "is not a level of the site path";
        detect.Report.Add(DiagnosticCodes.By, scalar.Span, $"{detect.PathOf(key)} {Quote.Of(word)} {isNone}",
            near is null ? $"write one of {Quote.List(words)}" : $"did you mean '{near}'?",
            near is null || scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, near));
        return null;
    }

    /// <summary>How deep a place lies, the more the finer; null for what is no place. What is no area is deeper than all.</summary>
    public static int? PlaceOf(KeyBy by) => by.Kind switch { KeyKind.Area => by.Depth, KeyKind.Site => int.MaxValue - 1, _ => null };

    /// <summary>The lightest grade at which an alert counts; <see cref="Grade.None"/> where the key is left out, null where its word is wrong, which is then reported.</summary>
    public static Grade? Read(MapReader detect, KeySpec key)
    {
        if (!detect.Has(key)) return Grade.None;
        return detect.Word(key) is not { } word ? null : word == "open" ? Grade.Blue : Enum.Parse<Grade>(word, ignoreCase: true);
    }

    /// <summary>What is counted, as a part of what decides the measure; empty for <see cref="Grade.None"/>.</summary>
    public static string InWords(Grade least) => least == Grade.None ? "" : $" while {least.ToString().ToLowerInvariant()}";
}
