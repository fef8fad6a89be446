using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>Splits rows into cells with CsvHelper, one row at a time. Owned by one reader.</summary>
internal sealed class CsvCells : IDisposable
{
    private readonly OneRow _row = new();
    private readonly CsvParser _quoted;
    private readonly CsvParser _plain;

    /// <summary>Prepares splitting.</summary>
    /// <param name="delimiter">What stands between cells.</param>
    public CsvCells(char delimiter)
    {
        Delimiter = delimiter;
        _quoted = new CsvParser(_row, Configuration(delimiter, CsvMode.RFC4180));
        _plain = new CsvParser(_row, Configuration(delimiter, CsvMode.NoEscape));
    }

    /// <summary>What stands between cells.</summary>
    public char Delimiter { get; }

    /// <summary>Splits a row.</summary>
    /// <param name="row">The row, without its line end; of more than one line where a quoted cell is.</param>
    /// <param name="quotesAreCharacters">Whether quotes say nothing about where cells end.</param>
    /// <param name="cells">Takes the cells, without white space around them.</param>
    public void Split(string row, bool quotesAreCharacters, List<string> cells)
    {
        cells.Clear();
        _row.Offer(row);
        var parser = quotesAreCharacters ? _plain : _quoted;
        if (!parser.Read()) return;
        for (var i = 0; i < parser.Count; i++) cells.Add(quotesAreCharacters ? CsvQuotes.Unquoted(parser[i].Trim()) : parser[i]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _quoted.Dispose();
        _plain.Dispose();
        _row.Dispose();
    }

    private static CsvConfiguration Configuration(char delimiter, CsvMode mode) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter.ToString(),
        Mode = mode,
        HasHeaderRecord = false,
        BadDataFound = null,
        TrimOptions = TrimOptions.Trim,
        WhiteSpaceChars = delimiter == '\t' ? [' ', '\u00A0'] : [' ', '\t', '\u00A0'],
    };

    /// <summary>Gives the parser one row and its line end, and no more: what it has read ahead would be lost with the next.</summary>
    private sealed class OneRow : TextReader
    {
        private string _text = "";
        private int _at;

        public void Offer(string row) => (_text, _at) = (row, 0);

        public override int Read(char[] buffer, int index, int count)
        {
            if (_at > _text.Length || count == 0) return 0;
            var length = Math.Min(count, _text.Length - _at);
            _text.CopyTo(_at, buffer, index, length);
            _at += length;
            if (_at < _text.Length || length == count) return length;
            buffer[index + length] = '\n';
            _at++;
            return length + 1;
        }
    }
}
