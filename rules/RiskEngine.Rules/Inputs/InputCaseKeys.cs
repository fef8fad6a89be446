using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Inputs;

/// <summary>The keys of a mapping's <c>tests</c>.</summary>
internal static class InputCaseKeys
{
    private static readonly TextShape Name = new(200);
    private static readonly TableShape Fields = new(Shapes.Plain, 64);

    public static readonly KeySpec CaseName = new("name", Name, "What the test shows.") { Required = true, Examples = ["an uplink gives two events"] };

    public static readonly KeySpec Topic = new("topic", new TextShape(249), "The topic of the record. Left out: the mapping's first.") { Examples = ["city.lorawan.up"] };

    public static readonly KeySpec Key = new("key", new TextShape(2_000), "The record's key.") { Examples = ["zigbee2mqtt/kitchen"] };

    public static readonly KeySpec Headers = new("headers", Fields, "The record's headers.") { Examples = ["{ce_type: reading}"] };

    public static readonly KeySpec Received = new("received", new TextShape(40, "a date and time such as 2026-01-05T00:00:00Z"), "When the log took the record.")
    { Examples = ["2026-01-05T00:00:00Z"] };

    public static readonly KeySpec Payload = new("payload",
        new AnyShape(new TextShape(100_000, "the payload, as a text or written out as YAML"), new DataShape()),
        "The record's value: a text in quotes or after | is taken as it is, everything else is written as JSON.")
    { Required = true, Examples = ["{deviceId: a1, temperature: 21.5}"] };

    public static readonly KeySpec Kind = new("kind", Name, "Its kind.");

    public static readonly KeySpec Source = new("source", Name, "Its source.");

    public static readonly KeySpec Site = new("site", Name, "Its site.");

    public static readonly KeySpec Time = new("time", Name, "Its time, in UTC.") { Examples = ["2026-01-05T00:00:00Z"] };

    public static readonly KeySpec Value = new("value", new AnyShape(Shapes.Plain, new NothingShape()), "Its value; nothing for an event without one.");

    public static readonly KeySpec Unit = new("unit", new AnyShape(Name, new NothingShape()), "Its unit; nothing for an event without one.");

    public static readonly KeySpec Id = new("id", Name, "Its id.");

    public static readonly KeySpec Attributes = new("attributes", Fields, "Its attributes, those that are named.");

    public static readonly MapSpec Expectation = new("expect", [Kind, Source, Site, Time, Value, Unit, Id, Attributes]);

    public static readonly KeySpec Expect = new("expect", new AnyShape(new TextShape(20, "the word nothing"), new ListShape(new MapShape(Expectation), 1_000)),
        "The events, in their order: of each the fields that are named must be so. nothing: no event.")
    { Examples = ["nothing"] };

    public static readonly KeySpec Rejected = new("rejected", new AnyShape(new TextShape(500), new ListShape(new TextShape(500), 100)),
        "The dead letters, in their order: of each a part of its reason. Left out: there must be none.")
    { Examples = ["there is no 'temperature'"] };

    public static readonly MapSpec Case = new("tests", [CaseName, Topic, Key, Headers, Received, Payload, Expect, Rejected]);
}
