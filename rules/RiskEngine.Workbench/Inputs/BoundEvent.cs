using System.Globalization;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>One event of a mapping, bound to the columns of one file.</summary>
internal sealed class BoundEvent
{
    private readonly RecordedJson _json;
    private readonly CellTemplate _kind;
    private readonly CellTemplate _source;
    private readonly CellTemplate _site;
    private readonly CellTemplate? _unit;
    private readonly CellTemplate? _id;
    private readonly (string Name, CellTemplate Text)[] _attributes;
    private readonly (int Column, IReadOnlySet<string> Texts)[] _when;
    private readonly CsvValue? _value;
    private readonly int _valueColumn;

    private BoundEvent(CsvEventMapping mapping, Func<string, CellTemplate> bind, Func<string, int> find, string? eachColumn, RecordedJson json)
    {
        _json = json;
        _kind = bind(mapping.Kind);
        _source = bind(mapping.Source);
        _site = bind(mapping.Site);
        _unit = mapping.Unit is null ? null : bind(mapping.Unit);
        _id = mapping.Id is null ? null : bind(mapping.Id);
        _attributes = [.. mapping.Attributes.Select(a => (a.Key, bind(a.Value)))];
        _when = [.. mapping.When.Select(w => (find(w.Key), w.Value))];
        _value = mapping.Value;
        _valueColumn = (_value?.Column ?? eachColumn) is { } column ? find(column) : -1;
    }

    /// <summary>Binds a mapping's events, one for each column where it says so.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="columns">Its columns by name.</param>
    /// <param name="json">Writes the events.</param>
    /// <exception cref="InputException">The mapping names columns that the file does not have.</exception>
    public static IReadOnlyList<BoundEvent> Bind(CsvMapping mapping, string path, IReadOnlyDictionary<string, int> columns, RecordedJson json)
    {
        var bound = new List<BoundEvent>();
        var faults = new List<string>();
        foreach (var e in mapping.Events)
        {
            var unknown = new SortedSet<string>(StringComparer.Ordinal);
            var each = e.Each.Count == 0 ? [new KeyValuePair<string, string>("", "")] : e.Each;
            foreach (var (column, name) in each)
            {
                var constants = new Dictionary<string, string>(StringComparer.Ordinal);
                if (e.Each.Count > 0) (constants["column"], constants["name"]) = (column, name);
                bound.Add(new BoundEvent(
                    e,
                    text => CellTemplate.Bind(text, constants, columns, unknown),
                    wanted => Find(wanted, columns, unknown),
                    e.Each.Count > 0 ? column : null,
                    json));
            }

            if (unknown.Count > 0)
            {
                faults.Add(FormattableString.Invariant(
                    $"{mapping.File}:{e.Line}: {path} has no column {string.Join(", ", unknown)}; it has {string.Join(", ", columns.Keys)}"));
            }
        }

        return faults.Count == 0 ? bound : throw new InputException(string.Join('\n', faults));
    }

    /// <summary>Makes the event of a row, where the row has one.</summary>
    /// <exception cref="InputException">A cell does not fit the mapping.</exception>
    public bool TryRead(string path, CsvRowReader row, EventTime time, out RecordedEvent recorded)
    {
        recorded = default;
        foreach (var (column, texts) in _when)
        {
            if (!texts.Contains(row.Cells[column])) return false;
        }

        var cell = _valueColumn < 0 ? "" : row.Cells[_valueColumn];
        if (_value is not null && (cell.Length == 0 || _value.Skip.Contains(cell))) return false;
        var kind = _kind.Render(row);
        if (!Enum.TryParse<EventFamily>(kind.AsSpan(0, Math.Max(0, kind.IndexOf('.'))), ignoreCase: true, out var family))
        {
            throw InputException.At(path, row.Line, $"kind '{kind}' does not begin with sensor, access, utility or flow and a dot; correct it in the mapping");
        }

        var site = _site.Render(row);
        var source = _source.Render(row);
        _json.Begin(_id?.Render(row) ?? $"{Path.GetFileNameWithoutExtension(path)}:{row.Line}:{source}", kind, source, site, time);
        if (_value is not null) WriteValue(path, row, cell, _value);
        if (_unit is not null) _json.Unit(_unit.Render(row));
        foreach (var (name, text) in _attributes) _json.Attribute(name, text.Render(row));
        recorded = new RecordedEvent(time, family, site, _json.End()) { At = new RecordPlace(path, row.Line) };
        return true;
    }

    private void WriteValue(string path, CsvRowReader row, string cell, CsvValue value)
    {
        if (value.Map is { } map)
        {
            if (!map.TryGetValue(cell, out var mapped)) throw InputException.At(path, row.Line, $"value '{cell}' is not in value.map; add it there or to value.skip");
            _json.Value(mapped);
        }
        else if (value.Type == CsvValueType.Text)
        {
            _json.Value(cell);
        }
        else if (value.Type == CsvValueType.Boolean)
        {
            if (!CsvBoolean.TryParse(cell, out var truth))
            {
                throw InputException.At(path, row.Line, $"value '{cell}' is neither true nor false (known are {CsvBoolean.Words}); add it to value.map or to value.skip");
            }

            _json.Value(truth);
        }
        else if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            _json.Value(number);
        }
        else
        {
            throw InputException.At(path, row.Line, $"value '{cell}' is no number; if it means that there is no reading, add it to value.skip");
        }
    }

    private static int Find(string column, IReadOnlyDictionary<string, int> columns, ISet<string> unknown)
    {
        if (columns.TryGetValue(column, out var index)) return index;
        unknown.Add(column);
        return 0;
    }
}
