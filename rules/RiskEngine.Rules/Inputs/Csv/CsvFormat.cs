using System.Text;

namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>How a CSV text is written, as far as a mapping says; what it leaves out is found in the text. Immutable.</summary>
public sealed record CsvFormat
{
    /// <summary>Everything is found in the text.</summary>
    public static readonly CsvFormat Auto = new();

    /// <summary>What stands between cells; null for what the header row shows, or a <c>sep=</c> line.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The encoding; null for that of the byte order mark, else UTF-8, whose invalid bytes are read as Windows-1252.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>What stands before the decimals of a number; null for what each number shows, where it shows it.</summary>
    public char? Decimal { get; init; }

    /// <summary>Lines before the header row; null for as many as come before a row that names columns of the mapping.</summary>
    public int? Preamble { get; init; }

    /// <summary>The names of the columns where the text has no header row; empty where it has one.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether a recorded file is out of order and has to be sorted by event time, which holds all of it in memory.</summary>
    public bool Sort { get; init; }

    /// <summary>Whether both read a text in the same way.</summary>
    public bool IsSameAs(CsvFormat other) =>
        Delimiter == other.Delimiter && Decimal == other.Decimal && Preamble == other.Preamble && Sort == other.Sort
        && Encoding?.CodePage == other.Encoding?.CodePage && Columns.SequenceEqual(other.Columns);
}
