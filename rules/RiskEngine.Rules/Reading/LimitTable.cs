using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>The table that <c>limits</c> names, and the columns of it that conditions compare with.</summary>
/// <param name="name">The file as the rule names it.</param>
/// <param name="source">The file; null where it could not be read, which is reported.</param>
/// <param name="report">The report of the rule.</param>
internal sealed class LimitTable(string name, SourceText? source, FileReport report)
{
    private readonly List<string> _used = [];

    public string Name => name;

    /// <summary>The file; null where it could not be read.</summary>
    public SourceText? Source => source;

    /// <summary>The columns, without that of the keys.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The rows, as they stand in the file.</summary>
    public IReadOnlyList<LimitRow> Rows { get; init; } = [];

    /// <summary>What keys without a row have; null where they have nothing.</summary>
    public LimitDefaults? Defaults { get; init; }

    /// <summary>Whether a condition compares with a column.</summary>
    public bool IsUsed => _used.Count > 0;

    /// <summary>The numbers of each row, and of keys without one.</summary>
    public IEnumerable<IReadOnlyList<double>> Vectors => Otherwise is { } otherwise ? Rows.Select(row => row.Numbers).Append(otherwise) : Rows.Select(row => row.Numbers);

    private double[]? Otherwise => Defaults is { } defaults ? [.. _used.Select(column => defaults.Of(column) ?? double.NaN)] : null;

    /// <summary>The place of a column among those that conditions compare with; null where there is none of that name, which is reported, as all bad cells are.</summary>
    public int? Use(string column, ExpressionText named)
    {
        if (_used.IndexOf(column) is >= 0 and var known) return known;
        var at = Columns.ToList().IndexOf(column);
        if (at < 0)
        {
            if (source is null) return null;
            var near = Columns.FirstOrDefault(one => Plain(one) == Plain(column)) ?? Spelling.Nearest(column, Columns);
            if (near is not null && LimitConditions.IsName(near))
                named.AddInstead(DiagnosticCodes.Limits, $"{name} has no column {Quote.Of(column)}", $"write limits.{near}", $"limits.{near}");
            else
                named.Add(DiagnosticCodes.Limits, $"{name} has no column {Quote.Of(column)}",
                    Columns.Count == 0 ? "add the column" : $"its columns are {string.Join(", ", Columns.Take(10).Select(Quote.Of))}; names are letters, digits and '_'");
            return null;
        }

        if (Defaults is { } defaults && defaults.Of(column) is null)
            report.Add(DiagnosticCodes.Limits, defaults.Span, $"limits.default has no number for {Quote.Of(column)}", $"add {column}: and its number");
        foreach (var row in Rows) row.Read(at, Defaults?.Of(column), name, column, report, source);
        _used.Add(column);
        return _used.Count - 1;
    }

    /// <summary>One number for all columns says which only where there is one.</summary>
    public void CheckDefaults()
    {
        if (Defaults is { Single: { } single } defaults && _used.Count > 1)
            report.Add(DiagnosticCodes.Limits, defaults.Span, $"limits.default {Numbers.Write(single)} is one number, and the conditions compare with {_used.Count} columns",
                $"write default: {{{string.Join(", ", _used.Select(column => $"{column}: {Numbers.Write(single)}"))}}}, each with its own number");
    }

    /// <summary>The limits by key, where the table has no fault.</summary>
    public KeyedLimits Build()
    {
        var rows = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var row in Rows) rows[row.Key] = [.. row.Numbers];
        var otherwise = Otherwise;
        var text = new StringBuilder().AppendJoin('\t', _used).Append('\n');
        foreach (var (key, numbers) in rows.OrderBy(row => row.Key, StringComparer.Ordinal))
            text.Append(key).Append('\t').AppendJoin('\t', numbers.Select(Numbers.Write)).Append('\n');
        if (otherwise is not null) text.Append("default\t").AppendJoin('\t', otherwise.Select(Numbers.Write)).Append('\n');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
        return new KeyedLimits(name, hash, rows, otherwise);
    }

    private static string Plain(string column) => string.Concat(column.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
