namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>Reads the rows of CSV texts, one text after the other: finds delimiter and header, and leaves no row to a stray quote.</summary>
/// <remarks>
/// A quote that is open at the end of a line joins the next lines to it, unless one of them is a whole row by itself, or none closes it: then it is a
/// character. Owned by one thread. Benchmark: MappingBenchmarks.
/// </remarks>
public sealed class CsvRows : IDisposable
{
    private const int MostLinesOfHeader = 50;
    private const int MostLinesOfRow = 50;
    private const string Separator = "sep=";

    /// <summary>Between cells where there is one column: a comma is a decimal comma there.</summary>
    private const char NoDelimiter = '\u001F';

    private static readonly char[] Delimiters = [';', '\t', ',', '|'];

    private readonly CsvFormat _format;
    private readonly IReadOnlyCollection<string> _wanted;
    private readonly bool _takesAll;
    private readonly List<string> _ahead = [];
    private readonly List<string> _cells = [];
    private readonly Dictionary<char, CsvCells> _splitters = [];
    private TextReader _text = TextReader.Null;
    private CsvCells _splitter;
    private (char Delimiter, string Text) _header;
    private long _lines;

    /// <summary>Prepares reading.</summary>
    /// <param name="format">How the texts are written.</param>
    /// <param name="wanted">The names of columns that the mapping has.</param>
    /// <param name="takesAll">Whether columns that the mapping does not name are read too.</param>
    public CsvRows(CsvFormat format, IReadOnlyCollection<string> wanted, bool takesAll = false)
    {
        _format = format;
        _wanted = wanted;
        _takesAll = takesAll;
        _splitter = SplitterOf(format.Delimiter ?? ',');
        Header = new CsvHeader(format.Columns, wanted, takesAll);
    }

    /// <summary>The columns of the text under way.</summary>
    public CsvHeader Header { get; private set; }

    /// <summary>What stands between the cells of the text under way.</summary>
    public char Delimiter => _splitter.Delimiter;

    /// <summary>How its numbers are read.</summary>
    public CsvNumbers Numbers => new(_format.Decimal, SuspectsPoint: Delimiter == ';');

    /// <summary>What makes a row of the text a CSV text of its own: the delimiter and the header row, each with its line end.</summary>
    public string Prefix => new string('\n', _format.Preamble ?? 0) + $"{Separator}{Delimiter}\n" + (_format.Columns.Count > 0 ? "" : _header.Text + "\n");

    /// <summary>The cells of the current row; reused by the next.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>The current row as it is written, without its line end.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The line that the current row begins at, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Begins a text, and reads its header.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">Why its rows cannot be read, and what to do; empty where they can.</param>
    public bool TryBegin(TextReader text, out string fault)
    {
        _text = text;
        _ahead.Clear();
        _lines = 0;
        fault = "";
        for (var i = 0; i < _format.Preamble; i++) Take();
        while (Peek(0) is { } blank && string.IsNullOrWhiteSpace(blank)) Take();
        char? hint = Peek(0) is { } first ? SeparatorOf(first) : null;
        if (hint is not null) Take();

        if (_format.Columns.Count > 0)
        {
            _splitter = SplitterOf(_format.Delimiter ?? hint ?? GuessDelimiter(Peek(0) ?? ""));
            return (fault = Header.Fault ?? "").Length == 0;
        }

        if (!TrySkipToHeader(hint, out fault)) return false;
        NextRow(columns: 0);
        if (_header != (Delimiter, Text)) Header = new CsvHeader(_cells, _wanted, _takesAll);
        _header = (Delimiter, Text);
        return (fault = Header.Fault ?? "").Length == 0;
    }

    /// <summary>Moves to the next row that is not blank.</summary>
    public bool Read()
    {
        while (NextRow(Header.Count))
        {
            if (_cells.Exists(cell => cell.Length > 0)) return true;
        }

        return false;
    }

    /// <summary>Why the current row is none of the columns; null where it is.</summary>
    public string? FaultOfRow()
    {
        var count = _cells.Count;
        while (count > Header.Count && _cells[count - 1].Length == 0) count--;
        if (count == Header.Count) return Text.Contains('\uFFFD') ? "holds bytes that are none of the encoding; say csv.encoding" : null;
        var columns = Header.Count == 1 ? "is 1 column" : FormattableString.Invariant($"are {Header.Count} columns");
        var cells = count == 1 ? "1 cell" : FormattableString.Invariant($"{count} cells");
        return $"has {cells}, and there {columns}: "
            + (count < Header.Count ? "it is cut off, a total, or of another delimiter" : "a delimiter stands inside a cell without quotes, as a decimal comma may");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var splitter in _splitters.Values) splitter.Dispose();
    }

    /// <summary>Passes over the lines before the row that names most of the wanted columns, the first of such, and settles the delimiter.</summary>
    /// <param name="hint">What a <c>sep=</c> line says: tried first, for such lines are left over where files are edited.</param>
    /// <param name="fault">Why there is none; empty where there is one.</param>
    private bool TrySkipToHeader(char? hint, out string fault)
    {
        var stated = _format.Delimiter;
        var (best, at, delimiter) = (-1, 0, stated ?? hint ?? ',');
        char[] candidates = stated is { } only ? [only] : hint is { } told ? [told, .. Delimiters] : Delimiters;
        for (var i = 0; i < MostLinesOfHeader && Peek(i) is { } line; i++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            foreach (var candidate in candidates)
            {
                if (candidate != stated && candidate != hint && candidate != ',' && !line.Contains(candidate)) continue;
                SplitterOf(candidate).Split(line, CsvQuotes.Of(line, candidate) != CsvQuoting.Sound, _cells);
                var matches = CsvHeader.Matches(_cells, _wanted);
                if (matches > best || (matches == best && i == at && Count(line, candidate) > Count(line, delimiter))) (best, at, delimiter) = (matches, i, candidate);
                if (candidate == hint && best == _wanted.Count) break;
            }

            if (best == _wanted.Count || _format.Preamble is not null) break;
        }

        fault = best < 0 ? "there is no row, not even a header"
            : Peek(at)?.Contains('\0') == true ? "holds zero bytes: it may be UTF-16 without a byte order mark; say csv.encoding: utf-16"
            : best == 0 && _wanted.Count > 0
                ? $"no row names the columns {Some(_wanted)}; name them in the mapping as the header does, or say csv.columns where there is no header"
                : "";
        if (fault.Length > 0) return false;
        _splitter = SplitterOf(stated is null && Peek(at)?.IndexOfAny(Delimiters) < 0 ? NoDelimiter : delimiter);
        for (var i = 0; i < at; i++) Take();
        return true;
    }

    private bool NextRow(int columns)
    {
        while (Take() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            Line = _lines;
            Text = line;
            var quoting = CsvQuotes.Of(line, Delimiter);
            if (quoting == CsvQuoting.Open && Joined(line, columns) is { } joined) (Text, quoting) = (joined, CsvQuoting.Sound);
            _splitter.Split(Text, quotesAreCharacters: quoting != CsvQuoting.Sound, _cells);
            return true;
        }

        return false;
    }

    /// <summary>A line with those behind it that close its quote, which are taken then; null where they are rows of their own or none closes it.</summary>
    private string? Joined(string line, int columns)
    {
        var joined = line;
        for (var i = 0; i < MostLinesOfRow && Peek(i) is { } next; i++)
        {
            if (columns > 1 && Count(next, Delimiter) + 1 == columns) return null;
            joined = joined + "\n" + next;
            var quoting = CsvQuotes.Of(joined, Delimiter);
            if (quoting == CsvQuoting.Bare) return null;
            if (quoting == CsvQuoting.Open) continue;
            for (; i >= 0; i--) Take();
            return joined;
        }

        return null;
    }

    /// <summary>A line ahead of the current one; null behind the last.</summary>
    private string? Peek(int index)
    {
        while (_ahead.Count <= index)
        {
            if (_text.ReadLine() is not { } line) return null;
            _ahead.Add(line);
        }

        return _ahead[index];
    }

    private string? Take()
    {
        if (Peek(0) is not { } line) return null;
        _ahead.RemoveAt(0);
        _lines++;
        return line;
    }

    private char GuessDelimiter(string line) => Delimiters.MaxBy(candidate => Count(line, candidate));

    private static int Count(string line, char letter) => line.AsSpan().Count(letter);

    private static char? SeparatorOf(string line)
    {
        var text = line.Trim().Trim('"');
        if (!text.StartsWith(Separator, StringComparison.OrdinalIgnoreCase)) return null;
        return line.Contains("=\t", StringComparison.Ordinal) ? '\t' : text.Length == Separator.Length + 1 ? text[^1] : null;
    }

    private CsvCells SplitterOf(char delimiter)
    {
        if (!_splitters.TryGetValue(delimiter, out var splitter)) _splitters[delimiter] = splitter = new CsvCells(delimiter);
        return splitter;
    }

    private static string Some(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(5)) + (names.Count > 5 ? ", …" : "");
}
