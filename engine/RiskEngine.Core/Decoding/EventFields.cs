using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>What was read of one JSON object; names are still bytes of the line, so that a bad event leaves no trace in the vocabulary.</summary>
internal ref struct EventFields
{
    /// <summary>Fields that appeared.</summary>
    public EventField Seen;

    /// <summary>Fields that appeared and are not null.</summary>
    public EventField Present;

    /// <summary>Envelope fields that appeared twice.</summary>
    public EventField Twice;

    public ReadOnlySpan<byte> Kind;
    public ReadOnlySpan<byte> Source;
    public ReadOnlySpan<byte> Site;
    public ReadOnlySpan<byte> Unit;
    public ReadOnlySpan<byte> Id;
    public EventTime Time;

    /// <summary>Whether the time was a number, which may have been meant in another unit.</summary>
    public bool TimeIsNumber;

    /// <summary>The unit that the size of the number told.</summary>
    public UnixUnit TimeUnit;
    public EventValueKind ValueKind;
    public double Number;
    public string? Text;
    public int FirstAttribute;
    public int AttributeCount;

    /// <summary>Where source and site will be looked for.</summary>
    public int SourcePlace;
    public int SitePlace;

    /// <summary>Where the values of envelope fields lie in the line.</summary>
    public JsonSlice SpecVersion;
    public JsonSlice Type;
    public JsonSlice Subject;
    public JsonSlice Data;

    /// <summary>Name of the first field that a plain event does not know.</summary>
    public JsonSlice FirstForeign;

    /// <summary>Whether a field has a value.</summary>
    public readonly bool Has(EventField field) => (Present & field) != 0;
}
