using System.Text;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>A rule of ours that says what a rule of another tool says.</summary>
/// <param name="title">What it finds.</param>
internal sealed class RuleProposal(string title)
{
    private static readonly string[] Ladder = ["blue", "yellow", "orange", "red"];

    private readonly SortedDictionary<string, string> _labels = new(StringComparer.Ordinal);

    public string Title { get; } = Line(title, 200);

    /// <summary>The id; made of the title where none is given.</summary>
    public string? Id { get; init; }

    public string? Description { get; set; }

    public string On { get; set; } = "sensor.reading";

    /// <summary>Conditions over the event that all have to hold.</summary>
    public List<string> Where { get; } = [];

    public string By { get; set; } = "source";

    /// <summary>What stands in the brackets of <c>detect</c>.</summary>
    public string Detect { get; set; } = "type: threshold";

    /// <summary>The condition of each grade.</summary>
    public Dictionary<string, string> Grades { get; } = new(StringComparer.Ordinal);

    public string? For { get; set; }

    public string? KeepFiringFor { get; set; }

    /// <summary>What stands in the brackets of <c>clear</c>.</summary>
    public string? Clear { get; set; }

    public string? NoData { get; set; }

    public string? Mode { get; set; }

    public string? Message { get; set; }

    public string? Runbook { get; set; }

    public string? Owner { get; set; }

    public List<string> FalsePositives { get; } = [];

    /// <summary>What could not be said, for the reader.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The essence on one line, for messages.</summary>
    public string Summary => $"on: {On}, {(Where.Count == 0 ? "" : $"where: {Joined}, ")}by: {By}, detect: {{{Detect}}}{(Grades.Count == 0 ? "" : $", grades: {GradesText}")}";

    private string Joined => Where.Count == 1 ? Where[0] : string.Join(" && ", Where.Select(part => part.Contains("||", StringComparison.Ordinal) ? $"({part})" : part));

    private string GradesText => $"{{{string.Join(", ", Ladder.Where(Grades.ContainsKey).Select(grade => $"{grade}: \"{Grades[grade]}\""))}}}";

    public void Label(string name, string value)
    {
        if (_labels.Count < 30 && value.Trim().Length > 0 && !value.Contains("{{", StringComparison.Ordinal)) _labels[name] = Line(value, 200);
    }

    /// <summary>The rule as a file.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        foreach (var note in Notes) text.Append("# ").Append(Line(note, 200)).Append('\n');
        Put(text, "id", Id ?? SuggestedId.FromWords(Title) ?? "translated-rule");
        Put(text, "title", YamlText.Written(Title));
        if (Description is { Length: > 0 }) Put(text, "description", YamlText.Written(Line(Description, 1000)));
        Put(text, "on", On, "the kind of your events");
        if (Where.Count > 0) Put(text, "where", YamlText.Written(Joined));
        Put(text, "by", By);
        Put(text, "detect", $"{{{Detect}}}");
        if (Grades.Count > 0) Put(text, "grades", GradesText);
        Put(text, "for", For);
        Put(text, "keep_firing_for", KeepFiringFor);
        if (Clear is not null) Put(text, "clear", $"{{{Clear}}}");
        Put(text, "no_data", NoData);
        Put(text, "mode", Mode);
        if (Message is { Length: > 0 }) Put(text, "message", YamlText.Quoted(Line(Message, 490)));
        if (Owner is { Length: > 0 }) Put(text, "owner", YamlText.Written(Line(Owner, 200)));
        if (Runbook is { Length: > 0 }) Put(text, "runbook", YamlText.Written(Line(Runbook, 490)));
        if (FalsePositives.Count > 0) Put(text, "false_positives", $"[{string.Join(", ", FalsePositives.Select(one => YamlText.Quoted(Line(one, 500))))}]");
        if (_labels.Count > 0) Put(text, "labels", $"{{{string.Join(", ", _labels.Select(label => $"{YamlText.Quoted(label.Key)}: {YamlText.Quoted(label.Value)}"))}}}");
        return text.ToString();
    }

    private static void Put(StringBuilder text, string key, string? value, string? comment = null)
    {
        if (value is null) return;
        text.Append(key).Append(": ").Append(value);
        if (comment is not null) text.Append("  # ").Append(comment);
        text.Append('\n');
    }

    /// <summary>A text on one line that any quotes can hold.</summary>
    private static string Line(string text, int most)
    {
        var line = string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(sign => !char.IsControl(sign)));
        return line.Length > most ? line[..most] : line;
    }
}
