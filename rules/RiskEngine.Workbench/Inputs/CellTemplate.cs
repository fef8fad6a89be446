namespace RiskEngine.Workbench.Inputs;

/// <summary>A text with places for cells, bound to the columns of one file: <c>reader-{Door}</c>.</summary>
internal sealed class CellTemplate
{
    /// <summary>The place that stands for the row's line number.</summary>
    public const string LineNumber = "line";

    private const int LineNumberPart = -1;

    private readonly List<(string Literal, int? Column)> _parts = [];

    private CellTemplate()
    {
    }

    /// <summary>The text, where it has no places.</summary>
    public string? Constant => _parts.All(part => part.Column is null) ? string.Concat(_parts.Select(part => part.Literal)) : null;

    /// <summary>Binds a text to a file's columns.</summary>
    /// <param name="text">The text.</param>
    /// <param name="constants">Places that are known beforehand.</param>
    /// <param name="columns">Columns by name.</param>
    /// <param name="unknown">Receives the names that are neither.</param>
    public static CellTemplate Bind(
        string text, IReadOnlyDictionary<string, string> constants, IReadOnlyDictionary<string, int> columns, ICollection<string> unknown)
    {
        var template = new CellTemplate();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) break;
            if (open > at) template._parts.Add((text[at..open], null));
            var name = text[(open + 1)..close].Trim();
            if (constants.TryGetValue(name, out var constant)) template._parts.Add((constant, null));
            else if (columns.TryGetValue(name, out var column)) template._parts.Add(("", column));
            else if (name == LineNumber) template._parts.Add(("", LineNumberPart));
            else unknown.Add(name);
            at = close + 1;
        }

        if (at < text.Length) template._parts.Add((text[at..], null));
        return template;
    }

    /// <summary>Fills the places.</summary>
    public string Render(CsvRowReader row)
    {
        if (_parts.Count == 1 && _parts[0] is { Column: null, Literal: var only }) return only;
        return string.Concat(_parts.Select(part => part.Column switch
        {
            null => part.Literal,
            LineNumberPart => row.Line.ToString(System.Globalization.CultureInfo.InvariantCulture),
            { } column => row.Cells[column],
        }));
    }
}
