using System.Text.RegularExpressions;
using RiskEngine.Rules.Reading.Types;

namespace RiskEngine.Rules.Tests;

/// <summary>Lines of an example put in the place of those with the same keys in a rule that is right.</summary>
internal static class Fragment
{
    private static readonly (string Key, string Text)[] Good =
    [
        ("id", "id: gas-rising-indoor"),
        ("title", "title: Gas is rising in a building"),
        ("on", "on: sensor.gas"),
        ("by", "by: source"),
        ("detect", "detect: {type: metric, measure: avg(value), window: 5m}"),
        ("grades", "grades: {yellow: \">= 10\", red: \">= 20\"}"),
        ("clear", "clear: {when: \"< 4\", for: 2m}"),
        ("owner", "owner: gas desk"),
    ];

    /// <summary>The rule with the fragment in it; a key without a value in the fragment takes the key out.</summary>
    public static string InRule(string fragment)
    {
        if (fragment.StartsWith("alert: ", StringComparison.Ordinal)) return fragment;
        if (fragment.StartsWith("id: a\n", StringComparison.Ordinal) || fragment.Contains("\nid:", StringComparison.Ordinal)) return fragment;
        var keys = fragment.Split('\n').Where(line => line.Length > 0 && char.IsLetter(line[0])).Select(line => line.Split(':')[0]).ToHashSet();
        if (RuleTypes.All.FirstOrDefault(type => Regex.IsMatch(fragment, $@"type: {type.Name}\b")) is { } type)
        {
            if (type.InDurations || type.HasOneGrade) keys.Add("clear");
            if (type.HasOneGrade) keys.Add("grades");
            if (type.NamesItsKinds) keys.Add("on");
        }

        if (fragment.Contains("after: ", StringComparison.Ordinal)) keys.Add("grades");
        var kept = fragment.Split('\n').Where(line => !(line.EndsWith(':') && char.IsLetter(line[0]) && IsBare(fragment, line)));
        return string.Join('\n', [.. Good.Where(line => !keys.Contains(line.Key)).Select(line => line.Text), .. kept]) + "\n";
    }

    private static bool IsBare(string fragment, string line)
    {
        var lines = fragment.Split('\n');
        var at = Array.IndexOf(lines, line);
        return at + 1 >= lines.Length || char.IsLetter(lines[at + 1][0]);
    }
}
