using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs.Csv;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads <c>csv</c>.</summary>
internal static class CsvFormatReader
{
    /// <summary>How the texts of the mapping are written; faults are reported.</summary>
    public static CsvFormat Read(MapReader mapping, PayloadCodec codec)
    {
        if (!mapping.Has(InputKeys.Csv) || mapping.Map(InputKeys.Csv, InputKeys.CsvKeys) is not { } map) return CsvFormat.Auto;
        if (codec != PayloadCodec.Csv)
            mapping.Report.Add(DiagnosticCodes.Conflict, mapping.PlaceOf(InputKeys.Csv),
                "csv says how CSV is written, and codec is another one", "write codec: csv, or delete csv");
        return new CsvFormat
        {
            Delimiter = ReadDelimiter(map),
            Decimal = map.Has(InputKeys.CsvDecimal) && map.Word(InputKeys.CsvDecimal) is { Length: 1 } mark ? mark[0] : null,
            Encoding = ReadEncoding(map),
            Preamble = map.Has(InputKeys.CsvPreamble) && map.Number(InputKeys.CsvPreamble) is { } lines ? (int)lines : null,
            Columns = ReadColumns(map),
            Sort = map.Has(InputKeys.CsvSort) && map.Switch(InputKeys.CsvSort) == true,
        };
    }

    private static char? ReadDelimiter(MapReader map)
    {
        if (!map.Has(InputKeys.CsvDelimiter) || map.Text(InputKeys.CsvDelimiter) is not { } text) return null;
        if (text is "tab" or "\\t" or "\t") return '\t';
        if (text is [var one] && one is not ('"' or '\r' or '\n') && !char.IsLetterOrDigit(one)) return one;
        map.Report.Add(InputCodes.Csv, map.PlaceOf(InputKeys.CsvDelimiter), $"csv.delimiter {Quote.Of(text)} is not one character that can stand between cells",
            "write \",\", \";\", \"|\" or tab");
        return null;
    }

    private static System.Text.Encoding? ReadEncoding(MapReader map)
    {
        if (!map.Has(InputKeys.CsvEncoding) || map.Text(InputKeys.CsvEncoding) is not { } name) return null;
        if (CsvEncoding.Find(name) is { } encoding) return encoding;
        map.Report.Add(InputCodes.Csv, map.PlaceOf(InputKeys.CsvEncoding), $"csv.encoding {Quote.Of(name)} is not known", "write e.g. utf-8, utf-16, windows-1252 or windows-1251");
        return null;
    }

    private static IReadOnlyList<string> ReadColumns(MapReader map)
    {
        if (!map.Has(InputKeys.CsvColumns)) return [];
        var columns = map.Scalars(InputKeys.CsvColumns, Keys.Shapes.Line, 1_000);
        foreach (var again in columns.GroupBy(column => column.Value).Where(same => same.Count() > 1))
            map.Report.Add(InputCodes.Csv, again.Last().Span, $"csv.columns names {Quote.Of(again.Key)} twice", "give each column a name of its own");
        return [.. columns.Select(column => column.Value)];
    }
}
