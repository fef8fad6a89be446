using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>id</c>.</summary>
internal static class RuleId
{
    /// <summary>The id; null where it is missing or malformed, which is then reported.</summary>
    public static string? Read(MapReader map)
    {
        if (map.Scalar(RuleKeys.Id) is not { } scalar) return null;
        var id = scalar.Value;
        if (SuggestedId.IsId(id)) return id;
        var suggested = SuggestedId.FromWords(id) ?? SuggestedId.FromFile(map.Report.Source.File);
        map.Report.Add(DiagnosticCodes.RuleId, scalar.Span,
            id.Length > SuggestedId.Longest ? $"id has {id.Length} characters, and {SuggestedId.Longest} are allowed"
                : $"id {Quote.Of(id)} is not made of small letters, digits and single hyphens",
            suggested is null ? "write e.g. id: gas-in-the-basement" : $"write e.g. id: {suggested}", suggested is null ? null : map.Replace(RuleKeys.Id, suggested));
        return null;
    }
}
