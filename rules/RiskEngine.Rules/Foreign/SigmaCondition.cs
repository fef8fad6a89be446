using System.Text;
using System.Text.RegularExpressions;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>What a condition of Sigma says: an expression over the event, and a count where it has one.</summary>
/// <param name="Where">The expression; empty where it says nothing.</param>
/// <param name="Count">The comparison of the count; null where nothing is counted.</param>
/// <param name="Of">The field whose values are counted; empty for events.</param>
/// <param name="By">The field that is counted one by one; empty for all together.</param>
internal sealed partial record SigmaCondition(string Where, string? Count, string Of, string By)
{
    /// <summary>A condition over named selections.</summary>
    public static SigmaCondition Read(string text, IReadOnlyDictionary<string, string> selections, List<string> notes)
    {
        var counted = Counted().Match(text);
        if (text.Contains('|', StringComparison.Ordinal))
        {
            if (!counted.Success) notes.Add($"what follows the bar is left out: {text}");
            text = text[..text.IndexOf('|', StringComparison.Ordinal)];
        }

        var where = Expression(text, selections, notes);
        if (!counted.Success) return new SigmaCondition(where, null, "", "");
        return new SigmaCondition(where, $"{counted.Groups["sign"].Value} {counted.Groups["limit"].Value}", counted.Groups["of"].Value, counted.Groups["by"].Value);
    }

    /// <summary>One selection: a map of fields that all have to hold, or a list of which one has to.</summary>
    public static string Selection(YamlNode node, List<string> notes) => node switch
    {
        YamlMap map => Joined(map.Entries.Select(entry => Field(entry, notes)), "&&"),
        YamlList list => Joined(list.Items.Select(item => item is YamlScalar word ? Keyword(word, notes) : Selection(item, notes)), "||"),
        YamlScalar word => Keyword(word, notes),
        _ => "true",
    };

    private static string Expression(string text, IReadOnlyDictionary<string, string> selections, List<string> notes)
    {
        text = Quantified().Replace(text, match =>
        {
            var pattern = match.Groups["name"].Value;
            var names = selections.Keys.Where(name => pattern == "them" || name == pattern
                || (pattern.EndsWith('*') && name.StartsWith(pattern[..^1], StringComparison.Ordinal))).ToArray();
            return names.Length == 0 ? "true" : $"({string.Join(match.Groups["how"].Value == "all" ? " and " : " or ", names)})";
        });
        var expression = new StringBuilder();
        foreach (Match word in Word().Matches(text))
        {
            expression.Append(word.Value.ToLowerInvariant() switch
            {
                "and" => " && ",
                "or" => " || ",
                "not" => "!",
                "(" or ")" => word.Value,
                "true" => "true",
                _ when selections.TryGetValue(word.Value, out var selection) => $"({selection})",
                _ => Unknown(word.Value, notes),
            });
        }

        var whole = expression.ToString();
        return selections.Values.Contains(whole.Trim('(', ')')) ? whole.Trim('(', ')') : whole;
    }

    private static string Unknown(string word, List<string> notes)
    {
        notes.Add($"the condition names '{word}', which is no selection");
        return "true";
    }

    /// <summary>Words that stand anywhere in an event: here fields have names.</summary>
    private static string Keyword(YamlScalar word, List<string> notes)
    {
        notes.Add($"'{word.Value}' is sought in any field, which expressions here do not; name the attribute");
        return $"attributes.text.contains({ForeignWords.Text(word.Value)})";
    }

    private static string Field(YamlEntry entry, List<string> notes)
    {
        var parts = entry.Key.Value.Split('|');
        var all = parts.Contains("all");
        if (entry.Value is YamlList list) return Joined(list.Items.OfType<YamlScalar>().Select(item => Compare(parts, item, notes)), all ? "&&" : "||");
        return entry.Value is YamlScalar value ? Compare(parts, value, notes) : "true";
    }

    private static string Compare(string[] parts, YamlScalar value, List<string> notes)
    {
        var attribute = ForeignWords.Attribute(parts[0]);
        var how = parts.Skip(1).FirstOrDefault(part => part is not "all");
        var text = value.Value;
        if (value.IsNull) return $"!has({attribute})";
        if (how is null && text.Length > 1 && text.Contains('*', StringComparison.Ordinal) && !text[1..^1].Contains('*', StringComparison.Ordinal))
        {
            (how, text) = (text[0] == '*', text[^1] == '*') switch
            {
                (true, true) => ("contains", text[1..^1]),
                (true, false) => ("endswith", text[1..]),
                _ => ("startswith", text[..^1]),
            };
        }

        switch (how)
        {
            case null:
                return $"{attribute} == {ForeignWords.Literal(value)}";
            case "contains":
                return $"{attribute}.contains({ForeignWords.Text(text)})";
            case "startswith":
                return $"{attribute}.startsWith({ForeignWords.Text(text)})";
            case "endswith":
                return $"{attribute}.endsWith({ForeignWords.Text(text)})";
            case "re":
                return $"{attribute}.matches({ForeignWords.Text(text)})";
            case "gt" or "gte" or "lt" or "lte":
                return $"{attribute} {(how[0] == 'g' ? ">" : "<")}{(how.Length == 3 ? "=" : "")} {ForeignWords.Literal(value)}";
            case "exists":
                return text == "false" ? $"!has({attribute})" : $"has({attribute})";
            default:
                notes.Add($"the modifier '{how}' of {parts[0]} has nothing like it here; its values are compared as they are");
                return $"{attribute} == {ForeignWords.Literal(value)}";
        }
    }

    private static string Joined(IEnumerable<string> parts, string sign)
    {
        var all = parts.ToArray();
        return all.Length == 1 ? all[0] : all.Length == 0 ? "true"
            : string.Join($" {sign} ", all.Select(part => part.Contains("||", StringComparison.Ordinal) || part.Contains("&&", StringComparison.Ordinal) ? $"({part})" : part));
    }

    [GeneratedRegex(@"\|\s*count\(\s*(?<of>[\w.]*)\s*\)\s*(by\s+(?<by>[\w.]+)\s*)?(?<sign>>=|<=|>|<)\s*(?<limit>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Counted();

    [GeneratedRegex(@"\b(?<how>1|any|all) of (?<name>[\w*]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Quantified();

    [GeneratedRegex(@"[()]|[\w*.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
