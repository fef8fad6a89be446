using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>id</c>, and proposes one.</summary>
internal static class RuleId
{
    private const int Longest = 80;

    /// <summary>The id; null where it is missing or malformed, which is then reported.</summary>
    public static string? Read(MapReader map)
    {
        if (map.Scalar(RuleKeys.Id) is not { } scalar) return null;
        var id = scalar.Value;
        if (IsId(id)) return id;
        var suggested = FromWords(id) ?? FromFile(map.Report.Source.File);
        map.Report.Add(DiagnosticCodes.RuleId, scalar.Span,
            id.Length > Longest ? $"id has {id.Length} characters, and {Longest} are allowed" : $"id {Quote.Of(id)} is not made of small letters, digits and single hyphens",
            suggested is null ? "write e.g. id: gas-in-the-basement" : $"write e.g. id: {suggested}", suggested is null ? null : map.Replace(RuleKeys.Id, suggested));
        return null;
    }

    /// <summary>An id for a rule that has none: from its title, else from the name of its file.</summary>
    public static string Suggest(YamlMap rule, string file) =>
        (rule.Find(RuleKeys.Title.Name)?.Value is YamlScalar title ? FromWords(title.Value) : null) ?? FromFile(file) ?? RuleKeys.Id.Examples[0];

    private static string? FromFile(string file) => FromWords(Path.GetFileNameWithoutExtension(file));

    private static string? FromWords(string text)
    {
        var words = text.ToLowerInvariant().Split([' ', '_', '-', '.', '/', ':', ','], StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Join('-', words.Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit))).Where(word => word.Length > 0));
        if (joined.Length > Longest) joined = joined[..Longest].TrimEnd('-');
        return IsId(joined) ? joined : null;
    }

    private static bool IsId(string id)
    {
        if (id.Length is 0 or > Longest || id[0] == '-' || id[^1] == '-' || id.Contains("--", StringComparison.Ordinal)) return false;
        return id.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;
    }
}
