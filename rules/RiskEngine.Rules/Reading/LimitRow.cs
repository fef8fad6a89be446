using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs.Csv;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>The limits of one key.</summary>
/// <param name="Line">Its line in the table.</param>
/// <param name="Key">The key.</param>
/// <param name="Cells">What stands in each column, that of the keys left out.</param>
/// <param name="Decimals">How numbers are written.</param>
internal sealed record LimitRow(int Line, string Key, string[] Cells, CsvNumbers Decimals)
{
    private readonly List<double> _numbers = [];

    /// <summary>The numbers of the columns that conditions compare with, in the order in which they were first named.</summary>
    public IReadOnlyList<double> Numbers => _numbers;

    /// <summary>Reads the number of one more column; a cell without one is reported.</summary>
    public void Read(int column, double? otherwise, string table, string name, FileReport report, SourceText? source)
    {
        var cell = Cells[column].Trim();
        if (cell.Length == 0 && otherwise is { } number)
        {
            _numbers.Add(number);
            return;
        }

        if (cell.Length > 0 && Decimals.TryRead(cell, out number, out var fault))
        {
            _numbers.Add(number);
            return;
        }

        _numbers.Add(double.NaN);
        if (source is null) return;
        if (cell.Length == 0) report.AddIn(source, DiagnosticCodes.Limits, Line, $"{Quote.Of(Key)} has nothing in column {Quote.Of(name)} of {table}",
            "write its number, or one for all in limits.default of the rule");
        else report.AddIn(source, DiagnosticCodes.Limits, Line, $"{Quote.Of(Key)} has {Quote.Of(cell)} in column {Quote.Of(name)} of {table}, which is no number",
            "write digits alone, e.g. 1234.5, without a unit and without thousands");
    }
}
