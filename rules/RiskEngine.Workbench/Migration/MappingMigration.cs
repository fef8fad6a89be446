using System.Globalization;
using System.Text;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Migration;

/// <summary>Writes a mapping of the old form, which was for CSV files only, in the form of today (docs/inputs.md).</summary>
public sealed class MappingMigration
{
    private readonly CsvMapping _old;
    private readonly StringBuilder _text = new();

    private MappingMigration(CsvMapping old) => _old = old;

    /// <summary>Reads a mapping of the old form and writes it anew.</summary>
    /// <param name="path">The file.</param>
    /// <returns>YAML.</returns>
    /// <exception cref="InputException">It cannot be read, has faults, or says what the new form cannot say; one line each.</exception>
    public static string Migrate(string path)
    {
        var migration = new MappingMigration(CsvMappingFile.Load(path));
        migration.WriteHead(IdOf(path));
        foreach (var one in migration._old.Events) migration.Write(one);
        return migration._text.ToString();
    }

    private void WriteHead(string fallback)
    {
        _text.Append(CultureInfo.InvariantCulture, $"id: {_old.Id ?? fallback}\n");
        _text.Append(CultureInfo.InvariantCulture, $"title: {(_old.Title is null ? $"Rows of {fallback}" : Quoted(_old.Title))}\n");
        if (_old.Description is not null) _text.Append(CultureInfo.InvariantCulture, $"description: {Quoted(_old.Description)}\n");
        _text.Append(CultureInfo.InvariantCulture, $"topics: {_old.Id ?? fallback}\ncodec: csv\n");
        var form = new List<string>();
        if (_old.Delimiter != ',') form.Add($"delimiter: {Quoted(_old.Delimiter == '\t' ? "tab" : _old.Delimiter.ToString())}");
        if (_old.Sort) form.Add("sort: true");
        if (form.Count > 0) _text.Append(CultureInfo.InvariantCulture, $"csv: {{{string.Join(", ", form)}}}\n");
        _text.Append(CultureInfo.InvariantCulture, $"time: {{{string.Join(", ", TimeOf(_old.Time))}}}\nevents:\n");
    }

    private static IEnumerable<string> TimeOf(CsvTime time)
    {
        yield return $"of: {Quoted(CellOf(time.Column))}";
        if (time.Format is CsvTime.UnixSeconds or CsvTime.UnixMilliseconds)
        {
            yield return $"as: {time.Format}";
            yield break;
        }

        yield return $"format: {Quoted(time.Format)}";
        if (time.Offset == TimeSpan.Zero) yield break;
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        yield return $"zone: \"{sign}{time.Offset.Duration().ToString(@"hh\:mm", CultureInfo.InvariantCulture)}\"";
    }

    private void Write(CsvEventMapping old)
    {
        if (old.Each.Count == 0) Write(old, new Dictionary<string, string>(StringComparer.Ordinal), null);
        foreach (var (column, name) in old.Each)
            Write(old, new Dictionary<string, string>(StringComparer.Ordinal) { ["column"] = column, ["name"] = name }, column);
    }

    private void Write(CsvEventMapping old, Dictionary<string, string> constants, string? eachColumn)
    {
        Add("  - kind", old.Kind);
        Add("    source", old.Source);
        Add("    site", old.Site);
        if ((old.Value?.Column ?? eachColumn) is { } column)
        {
            _text.Append(CultureInfo.InvariantCulture, $"    value: {ValueOf(column, old.Value)}\n    optional: true\n");
        }

        if (old.Unit is not null) Add("    unit", old.Unit);
        // A row's line made an id its own; the place in the log does the same by itself.
        if (old.Id is not null && !old.Id.Contains("{line}", StringComparison.Ordinal)) Add("    id", old.Id);
        if (old.When.Count > 0)
            _text.Append(CultureInfo.InvariantCulture, $"    when: {Quoted(string.Join(" && ", old.When.Select(condition => ConditionOf(condition.Key, condition.Value))))}\n");
        if (old.Attributes.Count == 0) return;
        _text.Append("    attributes:\n");
        foreach (var (name, text) in old.Attributes) Add($"      {Quoted(name)}", text);

        void Add(string key, string text) => _text.Append(CultureInfo.InvariantCulture, $"{key}: {Quoted(Filled(old, text, constants))}\n");
    }

    private static string ValueOf(string column, CsvValue? value)
    {
        var parts = new List<string> { $"of: {Quoted(CellOf(column))}" };
        if (value?.Map is { } map) parts.Add($"map: {{{string.Join(", ", map.Select(word => string.Create(CultureInfo.InvariantCulture, $"{Quoted(word.Key)}: {word.Value}")))}}}");
        else if (value is { Type: not CsvValueType.Number }) parts.Add(value.Type == CsvValueType.Boolean ? "as: boolean" : "as: text");
        if (value is { Skip.Count: > 0 }) parts.Add($"missing: [{string.Join(", ", value.Skip.Select(Quoted))}]");
        return parts.Count == 1 ? Quoted(CellOf(column)) : $"{{{string.Join(", ", parts)}}}";
    }

    private static string ConditionOf(string column, IReadOnlySet<string> texts)
    {
        var words = texts.Where(text => text.Length > 0).Select(Literal).ToList();
        var isWord = words.Count == 1 ? $"{CellOf(column)} == {words[0]}" : $"{CellOf(column)} in [{string.Join(", ", words)}]";
        return texts.Contains("") ? $"({CellOf(column)} == null || {isWord})" : isWord;
    }

    /// <summary>A text whose places were in single braces.</summary>
    private string Filled(CsvEventMapping old, string text, Dictionary<string, string> constants)
    {
        var filled = new StringBuilder();
        var at = 0;
        while (text.IndexOf('{', at) is >= 0 and var open && text.IndexOf('}', open) is >= 0 and var close)
        {
            filled.Append(text, at, open - at);
            var name = text[(open + 1)..close].Trim();
            if (name == "line")
                throw InputException.At(_old.File, old.Line, "{line} stands elsewhere than in id, and the new form has no such place; delete it there");
            filled.Append(constants.TryGetValue(name, out var constant) ? constant : $"{{{{ {CellOf(name)} }}}}");
            at = close + 1;
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }

    private static string CellOf(string column) =>
        char.IsAsciiLetter(column[0]) && column.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? $"payload.{column}" : $"payload[{Literal(column)}]";

    private static string Literal(string text) => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";

    private static string IdOf(string path)
    {
        var words = new string([.. Path.GetFileNameWithoutExtension(path).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]);
        var id = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return id.Length == 0 ? "rows" : id;
    }
}
