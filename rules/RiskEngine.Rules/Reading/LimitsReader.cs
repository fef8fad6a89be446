using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Inputs.Csv;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>limits</c>: a CSV file beside the rule, with a row for each key.</summary>
internal static class LimitsReader
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The table; one without rows where it cannot be read, which is then reported. Null where the rule has none.</summary>
    public static LimitTable? Read(MapReader rule)
    {
        if (!rule.Has(LimitKeys.Limits)) return null;
        var report = rule.Report;
        if (rule.Node(LimitKeys.Limits) is YamlScalar { IsNull: false } file)
        {
            report.Add(DiagnosticCodes.WrongShape, file.Span, $"limits is {file.Describe()}", $"write limits: {{table: {file.Value}}}",
                rule.Replace(LimitKeys.Limits, $"{{table: {file.Value}}}"));
            return new LimitTable(file.Value, null, report);
        }

        if (rule.Map(LimitKeys.Limits, LimitKeys.Keys) is not { } map || map.Text(LimitKeys.Table) is not { } name) return new LimitTable("limits", null, report);
        name = name.Trim();
        var defaults = ReadDefaults(map);
        if (name.Length == 0 || Path.IsPathRooted(name) || name.Contains("..", StringComparison.Ordinal))
            return Refuse(map, name, "is not a file beside the rule", "put the file beside the rule and write its name");
        var text = RuleFileText.Open(Path.Combine(Path.GetDirectoryName(report.Source.File) ?? "", name), MostBytes);
        if (text.HasErrors)
            return Refuse(map, name, text.Found.Any(found => found.Code == DiagnosticCodes.Unreadable.Id) ? "cannot be read" : "is not a text, or too large",
                $"put {name} beside the rule: a row of column names such as source,warn,alarm and below it a row for each key");
        return ReadRows(map, name, text.Source, defaults);
    }

    private static LimitTable ReadRows(MapReader map, string name, SourceText source, LimitDefaults? defaults)
    {
        var report = map.Report;
        var wanted = map.Text(LimitKeys.Key)?.Trim();
        using var rows = new CsvRows(CsvFormat.Auto with { Preamble = 0 }, wanted is null ? [] : [wanted], takesAll: true);
        if (!rows.TryBegin(new StringReader(source.Text), out var wrong))
        {
            var header = source.Text.Split('\n')[0].Trim();
            return wanted is null || header.Length == 0
                ? Refuse(map, name, wrong, "write a row of column names, and below it a row for each key")
                : RefuseKey(map, name, wanted);
        }

        var columns = rows.Header.Columns.OrderBy(column => column.Column).ToList();
        var key = wanted is null ? 0 : columns.FindIndex(column => column.Name == wanted);
        if (key < 0) return RefuseKey(map, name, wanted ?? "");
        var others = columns.Where((_, i) => i != key).ToList();
        var found = new List<LimitRow>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.Read())
        {
            var line = (int)Math.Min(rows.Line, int.MaxValue);
            if (rows.FaultOfRow() is { } ragged)
            {
                report.AddIn(source, DiagnosticCodes.Limits, line, $"the row of {name} {ragged}", "write one cell for each column");
                continue;
            }

            var named = rows.Cells[columns[key].Column].Trim();
            if (named.Length == 0)
                report.AddIn(source, DiagnosticCodes.Limits, line, $"the row of {name} has no key in column {Quote.Of(columns[key].Name)}", "write the key, or delete the row");
            else if (!lines.TryAdd(named, line))
                report.AddIn(source, DiagnosticCodes.Limits, line, $"{Quote.Of(named)} has a row in line {lines[named]} of {name} already", "delete one of the two");
            else
                found.Add(new LimitRow(line, named, [.. others.Select(column => rows.Cells[column.Column])], rows.Numbers));
        }

        if (found.Count == 0 && !report.HasFound(DiagnosticCodes.Limits)) return Refuse(map, name, "has no rows", "write a row for each key below the names of the columns");
        return new LimitTable(name, source, report) { Columns = [.. others.Select(column => column.Name)], Rows = found, Defaults = defaults };
    }

    private static LimitDefaults? ReadDefaults(MapReader map)
    {
        if (map.Node(LimitKeys.Default) is not { } node) return null;
        if (node is not YamlMap table) return map.Number(LimitKeys.Default) is { } single ? new LimitDefaults(node.Span, single, new Dictionary<string, double>()) : null;
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (column, value) in table.Entries)
        {
            var path = $"limits.default.{column.Value}";
            if (Scalar.Of(value, path, LimitKeys.Number, map.Report) is { } scalar && Scalar.Number(scalar, path, LimitKeys.Number, map.Report) is { } number)
                numbers[column.Value] = number;
        }

        return new LimitDefaults(node.Span, null, numbers);
    }

    private static LimitTable RefuseKey(MapReader map, string name, string key)
    {
        map.Report.Add(DiagnosticCodes.Limits, map.PlaceOf(LimitKeys.Key), $"limits.key: {name} has no column {Quote.Of(key)}", "name the column that holds the rule's key");
        return new LimitTable(name, null, map.Report);
    }

    private static LimitTable Refuse(MapReader map, string name, string fault, string remedy)
    {
        map.Report.Add(DiagnosticCodes.Limits, map.PlaceOf(LimitKeys.Table), $"limits.table: {Quote.Of(name)} {fault}", remedy);
        return new LimitTable(name, null, map.Report);
    }

    /// <summary>What limits do not go with, and limits that nothing compares with.</summary>
    public static void Check(MapReader rule, LimitTable? table, RuleType? type, KeyBy? by, IEnumerable<string> persons)
    {
        if (table is null) return;
        table.CheckDefaults();
        var at = rule.PlaceOf(LimitKeys.Limits);
        if (type is { LooksAtAlerts: true })
            rule.Report.Add(DiagnosticCodes.Conflict, at, $"limits does not go with {type.Name}, which counts alerts", "delete limits, and write numbers");
        else if (by is { } key && key.Attributes.Any(name => persons.Contains(name, StringComparer.OrdinalIgnoreCase)))
            rule.Report.Add(DiagnosticCodes.Conflict, at, $"limits does not go with by: {key}: its keys are pseudonyms, which no table has",
                "write by: source or by: site, or numbers");
        else if (!table.IsUsed && !rule.Report.HasErrors)
            rule.Report.Add(DiagnosticCodes.NoEffect, at, "limits does nothing: no condition of grades or clear compares with a column of it",
                table.Columns is [var first, ..] ? $"write e.g. yellow: \">= limits.{first}\", or delete limits" : "delete limits");
    }
}
