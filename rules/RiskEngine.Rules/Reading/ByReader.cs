using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>by</c>: places, devices and attributes, alone or a place or device together with an attribute; of people their pseudonyms inside the
/// families access and report.</summary>
internal sealed class ByReader(MapReader rule, IReadOnlyList<string> on, IReadOnlyList<string> areaLevels, IReadOnlyList<string> personAttributes)
{
    private const string AttributePrefix = "attributes.";

    /// <summary>Words in names of attributes that tell people apart.</summary>
    private static readonly string[] PersonWords =
    [
        "badge", "person", "people", "user", "username", "employee", "visitor", "passenger", "driver", "resident", "tenant", "patient", "student", "phone", "mobile", "email",
        "face", "passport",
    ];

    public static KeyBy? Read(MapReader rule, IReadOnlyList<string> on, IReadOnlyList<string> areaLevels, IReadOnlyList<string> personAttributes)
    {
        var scalars = rule.Scalars(RuleKeys.By, RuleKeys.Key, 2);
        if (scalars.Count == 0) return null;
        var reader = new ByReader(rule, on, areaLevels, personAttributes);
        if (scalars.Count == 1 && reader.ReportSeveral(scalars[0])) return null;
        var keys = scalars.Select(reader.One).ToList();
        return keys.Contains(null) ? null : keys is [{ } one] ? one : reader.Pair(scalars, keys[0]!.Value, keys[1]!.Value);
    }

    private KeyBy? One(YamlScalar scalar)
    {
        var by = scalar.Value.Trim();
        if (by == "source") return KeyBy.Source;
        if (by == "site") return KeyBy.Site;
        for (var i = 0; i < areaLevels.Count; i++)
        {
            if (areaLevels[i] == by) return new KeyBy(KeyKind.Area, by, i + 1);
        }

        var attribute = NameOf(by);
        if (personAttributes.Contains(attribute ?? by)) return Person(scalar, attribute ?? by);
        return attribute is null ? ReportUnknown(scalar, by) : Plain(scalar, attribute);
    }

    private KeyBy? Person(YamlScalar scalar, string attribute)
    {
        if (on.All(kind => kind.Split('.')[0] is "access" or "report")) return new KeyBy(KeyKind.Attribute, string.Intern(attribute));
        rule.Report.Add(DiagnosticCodes.By, scalar.Span, $"by {Quote.Of(scalar.Value.Trim())} follows people, which only rules on access events and reports may do",
            "write on: access.… or report.…, or evaluate by source or site");
        return null;
    }

    private KeyBy? Plain(YamlScalar scalar, string attribute)
    {
        if (attribute.Length == 0)
        {
            rule.Report.Add(DiagnosticCodes.By, scalar.Span, $"by {Quote.Of(scalar.Value.Trim())} names no attribute", "write e.g. attributes.lane");
            return null;
        }

        var word = attribute.ToLowerInvariant().Split('_', '-', '.', ' ').FirstOrDefault(PersonWords.Contains);
        if (word is null) return new KeyBy(KeyKind.PlainAttribute, string.Intern(attribute));
        rule.Report.Add(DiagnosticCodes.By, scalar.Span, $"by {Quote.Of(scalar.Value.Trim())} follows people, whom rules know by pseudonyms only",
            $"let events carry it as {Quote.List(personAttributes)}, which are pseudonyms, or evaluate by source or site");
        return null;
    }

    private KeyBy? ReportUnknown(YamlScalar scalar, string by)
    {
        string[] words = ["source", "site", .. areaLevels];
        var near = by.ToLowerInvariant() is "device" or "sensor" or "meter" or "quelle" or "gerät" or "设备" ? "source"
            : by.ToLowerInvariant() is "place" or "location" or "ort" ? "site" : Spelling.Nearest(by, words);
        rule.Report.Add(DiagnosticCodes.By, scalar.Span, $"by {Quote.Of(by)} is neither source, site nor a level of the site path",
            near is null ? $"write one of {Quote.List(words)}, or attributes.{(by.Length < 30 ? by : "lane")} for an attribute" : $"did you mean '{near}'?",
            near is null || scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, near));
        return null;
    }

    /// <summary>A place or a device and an attribute, or two attributes, make a key together; places and devices lie in one another.</summary>
    private KeyBy? Pair(IReadOnlyList<YamlScalar> scalars, KeyBy one, KeyBy other)
    {
        if (one == other)
        {
            rule.Report.Add(DiagnosticCodes.By, scalars[1].Span, $"by {Quote.Of(other.ToString())} stands twice", $"write by: {one}");
            return null;
        }

        if (IsAttribute(other)) return KeyBy.Pair(one, other);
        if (IsAttribute(one)) return KeyBy.Pair(other, one);
        var finer = FinenessOf(one) > FinenessOf(other) ? one : other;
        rule.Report.Add(DiagnosticCodes.By, scalars[1].Span, $"by [{one}, {other}] says the same as by: {finer}, which lies in the other",
            $"write by: {finer}, or an attribute as the second key, e.g. [{finer}, attributes.lane]");
        return null;
    }

    private static bool IsAttribute(KeyBy by) => by.Kind is KeyKind.Attribute or KeyKind.PlainAttribute;

    private static int FinenessOf(KeyBy by) => by.Kind switch { KeyKind.Source => int.MaxValue, KeyKind.Site => int.MaxValue - 1, _ => by.Depth };

    /// <summary><c>site, attributes.lane</c> without brackets is one text.</summary>
    private bool ReportSeveral(YamlScalar scalar)
    {
        var parts = scalar.Value.Split([',', '+', '&', ';', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || scalar.Value.Contains('\'', StringComparison.Ordinal) || rule.Node(RuleKeys.By) is YamlList) return false;
        var meant = $"[{parts[0]}, {parts[1]}]";
        rule.Report.Add(DiagnosticCodes.By, scalar.Span, $"by {Quote.Of(scalar.Value)} is one text, and two keys are a list in square brackets", $"write by: {meant}",
            scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, meant));
        return true;
    }

    /// <summary>The attribute that <c>attributes.lane</c> and <c>attributes['lane']</c> name; null for other texts.</summary>
    private static string? NameOf(string by)
    {
        if (by.StartsWith(AttributePrefix, StringComparison.Ordinal)) return by[AttributePrefix.Length..];
        return by.StartsWith("attributes['", StringComparison.Ordinal) && by.EndsWith("']", StringComparison.Ordinal) ? by[12..^2] : null;
    }
}
