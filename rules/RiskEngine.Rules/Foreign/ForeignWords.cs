using System.Text.RegularExpressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>Words of other tools in ours.</summary>
internal static partial class ForeignWords
{
    /// <summary>The grade that a word for severity stands for.</summary>
    public static string Grade(string? severity) => severity?.ToLowerInvariant() switch
    {
        "critical" or "crit" or "page" or "emergency" or "disaster" or "fatal" or "p1" or "sev1" => "red",
        "error" or "high" or "major" or "alert" or "p2" or "sev2" => "orange",
        "info" or "information" or "informational" or "low" or "notice" or "none" or "indeterminate" or "p4" or "debug" => "blue",
        _ => "yellow",
    };

    /// <summary>What to watch one by one where another tool groups by these names.</summary>
    public static string By(IReadOnlyCollection<string> names)
    {
        if (names.Any(name => Device().IsMatch(name))) return "source";
        return names.Count == 0 ? "site" : names.Contains("building") ? "building" : names.Contains("district") ? "district" : names.Contains("community") ? "community" : "site";
    }

    /// <summary>The kind of event that a name of another tool stands for.</summary>
    public static string Kind(string family, string name)
    {
        var words = name.ToLowerInvariant().Split([':', '.', '/', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Concat(word.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '-' ? sign : '_')).Trim('_'))
            .Where(word => word.Length > 0).ToArray();
        return words.Length == 0 ? $"{family}.reading" : words[0] is "sensor" or "access" or "utility" or "flow" or "report" && words.Length > 1 ? string.Join('.', words)
            : $"{family}.{string.Join('.', words)}"[..Math.Min(190, family.Length + 1 + string.Join('.', words).Length)];
    }

    /// <summary>An attribute as an expression names it.</summary>
    public static string Attribute(string name) => Plain().IsMatch(name) ? $"attributes.{name}" : $"attributes[{Text(name)}]";

    /// <summary>A text as an expression has it.</summary>
    public static string Text(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>A value as an expression has it: numbers and truth values as they are.</summary>
    public static string Literal(YamlScalar value) =>
        value.Style == YamlScalarStyle.Plain && (Numbers.TryParse(value.Value, out _) || value.Value is "true" or "false") ? value.Value : Text(value.Value);

    /// <summary>A duration of another tool in ours; null where it is none.</summary>
    public static string? Duration(string? text)
    {
        if (text is null) return null;
        text = text.Trim().TrimStart('-');
        if (Durations.TryParse(text, out var ours)) return ours > TimeSpan.Zero ? Durations.Write(ours) : null;
        var weeks = Weeks().Match(text);
        if (weeks.Success && double.TryParse(weeks.Groups["n"].Value, out var count) && count is > 0 and < 500) return Durations.Write(TimeSpan.FromDays(7 * count));
        return Numbers.TryParse(text, out var seconds) && seconds is > 0 and < 1e8 ? Durations.Write(TimeSpan.FromSeconds(seconds)) : null;
    }

    /// <summary>A sentence of another tool with our places.</summary>
    public static string Message(string text) => Place().Replace(text, place =>
    {
        var inside = place.Groups["inside"].Value.ToLowerInvariant();
        var name = inside.Contains("value", StringComparison.Ordinal) ? "measure" : Device().IsMatch(inside) ? "source" : "key";
        return $"{{{{ {name} }}}}";
    });

    [GeneratedRegex(@"(^|[^a-z])(instance|device|sensor|meter|node|host|hostname|pod|source|machine|gateway)([^a-z]|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Device();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(?<n>\d{1,3})w$", RegexOptions.CultureInvariant)]
    private static partial Regex Weeks();

    [GeneratedRegex(@"\{\{(?<inside>.*?)\}\}|\$\{(?<inside>[^}]*)\}|%\((?<inside>[^)]*)\)s", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
