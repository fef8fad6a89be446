using System.Text;
using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>What the expressions of a mapping read: one record, and where <c>for_each</c> has come to in it. Reused; owned by one mapper.</summary>
internal sealed class MappingContext
{
    private const int MostUnits = 1000;

    private readonly Dictionary<(string From, string To), UnitConversion?> _conversions = [];
    private IReadOnlyList<KeyValuePair<string, byte[]>>? _headers;
    private CelValue _headerMap;
    private readonly List<(long Item, CelValue Value)> _let = [];
    private long _item = 1;

    public string Topic { get; set; } = "";

    /// <summary>The variables and fields that the mapping itself names.</summary>
    public IReadOnlySet<string> Names { get; set; } = new HashSet<string>();

    /// <summary>The field that the line under way was found to lack; null where nothing is.</summary>
    public string? Missing { get; set; }

    /// <summary>Names in the JSON that was read last that may stand for a missing one.</summary>
    public NearNames Near { get; } = new();

    /// <summary>Null where the record has none.</summary>
    public string? Key { get; set; }

    public EventTime? Received { get; set; }

    public CelValue Payload { get; set; }

    /// <summary>How numbers in cells are written; null where the payload is no row of a CSV text.</summary>
    public CsvNumbers? Numbers { get; set; }

    public CelValue Item { get; set; }

    /// <summary>The item that <see cref="Item"/> is in, where <c>for_each</c> has several steps.</summary>
    public CelValue Parent { get; set; }

    /// <summary>The item's name, where it comes out of a map.</summary>
    public CelValue Name { get; set; }

    public long Index { get; set; }

    /// <summary>Room for a text that is put together.</summary>
    public StringBuilder Joined { get; } = new();

    /// <summary>How a unit that the payload names becomes another; null where it does not. Remembered.</summary>
    public UnitConversion? Conversion(string from, string to)
    {
        if (_conversions.TryGetValue((from, to), out var known)) return known;
        UnitConversion? found = UnitConversion.TryFind(from, to, out var conversion) ? conversion : null;
        if (_conversions.Count == MostUnits) _conversions.Clear();
        return _conversions[(from, to)] = found;
    }

    public void Headers(IReadOnlyList<KeyValuePair<string, byte[]>>? headers)
    {
        _headers = headers;
        _headerMap = default;
    }

    /// <summary>The headers whose bytes are text, as a map; of several with one name the first.</summary>
    public CelValue HeaderMap()
    {
        if (!_headerMap.IsAbsent) return _headerMap;
        var map = new CelMap(_headers?.Count ?? 0);
        for (var i = 0; i < _headers?.Count; i++)
        {
            if (PayloadText.Of(_headers[i].Value) is { } text) map.TryAdd(CelValue.Of(_headers[i].Key), CelValue.Of(text));
        }

        return _headerMap = CelValue.Of(map);
    }

    /// <summary>Forgets the values of <c>let</c>: another item is mapped.</summary>
    public void BeginItem() => _item++;

    /// <summary>The value of an entry of <c>let</c>, computed once for each item.</summary>
    public CelValue Let(int index, CelProgram<MappingContext> program)
    {
        while (_let.Count <= index) _let.Add(default);
        if (_let[index].Item != _item) _let[index] = (_item, program.Evaluate(this));
        return _let[index].Value;
    }

    public void Leave()
    {
        Item = Parent = Name = default;
        Index = 0;
    }
}
