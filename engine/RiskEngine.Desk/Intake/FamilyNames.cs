using System.Text.Json;
using RiskEngine.Core.Events;

namespace RiskEngine.Desk.Intake;

/// <summary>Reads from the evidence of an alert which families of events are behind it: topics that tell of one thing independently of each other.</summary>
/// <remarks>The topics of the engine name the family, <c>risk.events.sensor.v1</c>; any other topic counts as a family by itself.</remarks>
internal sealed class FamilyNames
{
    private const string Events = "risk.events.";
    private readonly TextCache _topics = new(1024);
    private readonly Dictionary<string, string> _familyOf = [];
    private readonly Dictionary<(string, string), string> _pairs = [];
    private string _families = "";

    /// <summary>Forgets the families of the alert before.</summary>
    public void Clear() => _families = "";

    /// <summary>The families, in order of name, separated by commas.</summary>
    public string Names() => _families;

    /// <summary>Reads the value of <c>evidence</c>.</summary>
    public void ReadEvidence(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new JsonException("evidence is no list");
        var depth = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth))
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("topic"u8)) continue;
            if (reader.Read() && reader.TokenType == JsonTokenType.String) Add(FamilyOf(_topics.Get(reader.ValueSpan)));
        }
    }

    /// <summary>The family whose events a topic holds.</summary>
    internal string FamilyOf(string topic)
    {
        if (_familyOf.TryGetValue(topic, out var family)) return family;
        var start = topic.IndexOf(Events, StringComparison.Ordinal);
        var end = start < 0 ? -1 : topic.IndexOf('.', start + Events.Length);
        return _familyOf[topic] = end < 0 ? topic : topic[(start + Events.Length)..end];
    }

    private void Add(string family)
    {
        if (_families == family) return;
        if (_families.Length == 0)
        {
            _families = family;
            return;
        }

        if (!_pairs.TryGetValue((_families, family), out var both))
            _pairs[(_families, family)] = both = string.Join(',', _families.Split(',').Append(family).Distinct().Order(StringComparer.Ordinal));
        _families = both;
    }
}
