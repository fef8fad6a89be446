using System.Text;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Inputs;

/// <summary>What the expressions of a mapping read: one record, and where <c>for_each</c> has come to in it. Reused; owned by one mapper.</summary>
internal sealed class MappingContext
{
    private const int MostUnits = 1000;

    private readonly Dictionary<(string From, string To), UnitConversion?> _conversions = [];
    private IReadOnlyList<KeyValuePair<string, byte[]>>? _headers;

    public string Topic { get; set; } = "";

    /// <summary>Null where the record has none.</summary>
    public string? Key { get; set; }

    public EventTime? Received { get; set; }

    public CelValue Payload { get; set; }

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

    public void Headers(IReadOnlyList<KeyValuePair<string, byte[]>>? headers) => _headers = headers;

    /// <summary>The text of a header; null where there is none, or its bytes are no text.</summary>
    public string? Header(string name)
    {
        for (var i = 0; i < _headers?.Count; i++)
        {
            if (_headers[i].Key == name) return PayloadText.Of(_headers[i].Value);
        }

        return null;
    }

    /// <summary>All headers as a map.</summary>
    public CelValue HeaderMap()
    {
        var map = new CelMap(_headers?.Count ?? 0);
        for (var i = 0; i < _headers?.Count; i++)
        {
            if (PayloadText.Of(_headers[i].Value) is { } text) map.TryAdd(CelValue.Of(_headers[i].Key), CelValue.Of(text));
        }

        return CelValue.Of(map);
    }

    public void Leave()
    {
        Item = Parent = Name = default;
        Index = 0;
    }
}
