using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Maps;

/// <summary>Ids for rules that have none, or a malformed one.</summary>
internal static class SuggestedId
{
    public const int Longest = 80;

    /// <summary>An id for a rule that has none: from its title, else from the name of its file.</summary>
    public static string For(YamlMap rule, string file) =>
        (rule.Find(RuleKeys.Title.Name)?.Value is YamlScalar title ? FromWords(title.Value) : null) ?? FromFile(file) ?? RuleKeys.Id.Examples[0];

    public static string? FromFile(string file) => FromWords(Path.GetFileNameWithoutExtension(file));

    public static string? FromWords(string text)
    {
        var words = text.ToLowerInvariant().Split([' ', '_', '-', '.', '/', ':', ','], StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Join('-', words.Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit))).Where(word => word.Length > 0));
        if (joined.Length > Longest) joined = joined[..Longest].TrimEnd('-');
        return IsId(joined) ? joined : null;
    }

    public static bool IsId(string id)
    {
        if (id.Length is 0 or > Longest || id[0] == '-' || id[^1] == '-' || id.Contains("--", StringComparison.Ordinal)) return false;
        return id.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;
    }
}
