using System.Text.RegularExpressions;
using RiskEngine.Rules.Files;

namespace RiskEngine.Rules.Editing;

/// <summary>Tells by its text what a YAML file outside the folders of rules and mappings is.</summary>
internal static partial class FileContent
{
    public static bool IsOfRules(string file, string text) =>
        RuleFiles.HoldsTests(file) || RuleSchema().IsMatch(text) || (RuleKey().IsMatch(text) && !MappingKey().IsMatch(text));

    /// <summary>Whether it is a mapping, or an empty file that becomes one; tables that mappings look things up in have neither key.</summary>
    public static bool IsOfMappings(string text) => MappingKey().IsMatch(text) || MappingSchema().IsMatch(text) || (EventsKey().IsMatch(text) && !RuleKey().IsMatch(text));

    [GeneratedRegex(@"^#.*\$schema=.*rule\.schema\.json", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex RuleSchema();

    [GeneratedRegex(@"^#.*\$schema=.*input\.schema\.json", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex MappingSchema();

    [GeneratedRegex(@"^(detect|grades):", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex RuleKey();

    [GeneratedRegex(@"^topics:", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex MappingKey();

    [GeneratedRegex(@"^events:", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex EventsKey();
}
