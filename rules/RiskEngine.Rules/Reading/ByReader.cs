using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>by</c>: places and devices; inside the access family also pseudonyms.</summary>
internal static class ByReader
{
    public static KeyBy? Read(MapReader rule, IReadOnlyList<string> on, IReadOnlyList<string> areaLevels, IReadOnlyList<string> personAttributes)
    {
        if (rule.Scalar(RuleKeys.By) is not { } scalar) return null;
        var by = scalar.Value.Trim();
        if (by == "source") return KeyBy.Source;
        if (by == "site") return KeyBy.Site;
        for (var i = 0; i < areaLevels.Count; i++)
        {
            if (areaLevels[i] == by) return new KeyBy(KeyKind.Area, by, i + 1);
        }

        var attribute = by.StartsWith("attributes.", StringComparison.Ordinal) ? by[11..] : by;
        if (personAttributes.Contains(attribute))
        {
            if (on.All(kind => kind == "access" || kind.StartsWith("access.", StringComparison.Ordinal)))
                return new KeyBy(KeyKind.Attribute, string.Intern(attribute));
            rule.Report.Add(DiagnosticCodes.By, scalar.Span, $"by {Quote.Of(by)} follows people, which only rules on access events may do",
                "write on: access.…, or evaluate by source or site");
            return null;
        }

        string[] words = ["source", "site", .. areaLevels];
        var near = by.ToLowerInvariant() is "device" or "sensor" or "meter" or "quelle" or "gerät" or "设备" ? "source"
            : by.ToLowerInvariant() is "place" or "location" or "ort" ? "site" : Spelling.Nearest(by, words);
        rule.Report.Add(DiagnosticCodes.By, scalar.Span, $"by {Quote.Of(by)} is neither source, site nor a level of the site path",
            near is null ? $"write one of {Quote.List(words)}" : $"did you mean '{near}'?", near is null ? null : rule.Replace(RuleKeys.By, near));
        return null;
    }
}
