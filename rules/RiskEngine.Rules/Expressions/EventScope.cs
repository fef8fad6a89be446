using RiskEngine.Cel;
using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Events;

namespace RiskEngine.Rules.Expressions;

/// <summary>What expressions over an event may name.</summary>
internal static class EventScope
{
    public static readonly CelScope<EventCursor> Instance = Create();

    /// <summary>The same with <c>score(...)</c>, for one place of one rule.</summary>
    public static CelScope<EventCursor> With(ScoreFunction function) => Create().Function(function);

    /// <summary>The same, where a value that is a number in quotes is that number and nothing else: what a measure falls back to.</summary>
    public static readonly CelScope<EventCursor> Numeric = Create(static e => TryNumber(e, out var number) ? CelValue.Of(number) : Value(e));

    private static CelScope<EventCursor> Create() => Create(Value);

    private static CelScope<EventCursor> Create(Func<EventCursor, CelValue> value) => new CelScope<EventCursor>()
        .MostlyDouble("value", TryNumber, value)
        .Text("kind", static e => e.Kind)
        .Text("source", static e => e.Source)
        .Text("site", static e => e.Site)
        .Text("unit", static e => e.Unit)
        .Text("id", static e => e.Id)
        .Variable("time", CelType.Timestamp, static e => CelValue.OfTimestampMicros(e.Event.Time.Micros))
        .Object("attributes", new CelFields<EventCursor>().Dynamic(Attribute, neverWhole: true))
        .Synonyms("source", "sensor", "device", "meter", "sensor_id", "device_id", "meter_id", "source_id", "sensorId", "deviceId")
        .Synonyms("value", "measure", "measurement", "reading", "val")
        .Synonyms("time", "timestamp", "datetime", "date", "ts")
        .Synonyms("attributes", "attribute", "attrs", "attr", "tags", "labels", "properties")
        .Synonyms("kind", "event_type", "eventType", "event_kind");

    private static bool TryNumber(EventCursor e, out double number)
    {
        number = e.Value;
        return e.Event.ValueKind == EventValueKind.Number || (e.Event.ValueKind == EventValueKind.Text && !double.IsNaN(number));
    }

    private static CelValue Value(EventCursor e) => e.Event.ValueKind switch
    {
        EventValueKind.Number => CelValue.Of(e.Value),
        EventValueKind.Boolean => CelValue.Of(e.Event.Number != 0),
        EventValueKind.Text => CelValue.Of(e.Event.Text),
        _ => CelValue.Absent,
    };

    private static Func<EventCursor, CelValue> Attribute(string name)
    {
        var interned = string.Intern(name);
        return e => !e.TryGetAttribute(interned, out var attribute) ? CelValue.Absent : attribute.Kind switch
        {
            EventValueKind.Number => CelValue.Of(attribute.Number),
            EventValueKind.Boolean => CelValue.Of(attribute.Number != 0),
            EventValueKind.Text => CelValue.Of(attribute.Text),
            _ => CelValue.Null,
        };
    }
}
