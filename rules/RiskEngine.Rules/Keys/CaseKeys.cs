namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>tests</c>.</summary>
internal static class CaseKeys
{
    private static readonly TextShape TimeText = new(60, "a time after the start such as 2m30s, or a date and time");

    private static readonly TextShape Name = new(200);

    public static readonly KeySpec CaseName = new("name", Name, "What the test shows.") { Required = true, Examples = ["a slow leak climbs to orange"] };

    public static readonly KeySpec Start = new("start", new TextShape(40, "a date and time such as 2026-01-05T00:00:00Z"), "Date and time at which the test's clock starts.")
    { Default = "2026-01-05T00:00:00Z", Examples = ["2026-01-05T22:00:00+08:00"] };

    public static readonly KeySpec Until = new("until", TimeText, "How long the clock runs. Left out: to the last event or the last expected time.")
    { Examples = ["1h"] };

    public static readonly KeySpec At = new("at", TimeText, "When the event, or the first of the series, happens.") { Default = "0s", Examples = ["5m"] };

    public static readonly KeySpec Value = new("value", new AnyShape(new TextShape(2_000, "a value, or a series such as 3x10 +0.5 every 10s"), Shapes.Plain),
        "One value, or a series: 3x10 (ten times 3), 3x10 +0.5 (rising by 0.5), 3 to 8 x10 (evenly from 3 to 8), gap 5m, joined by commas; then every 10s, " +
        "and where wanted noise 0.2 seed 7.")
    { Examples = ["21.5", "3x10 +0.5 every 10s", "\"5x6, gap 10m, 5x6 every 1m\""] };

    public static readonly KeySpec Kind = new("kind", Name, "Kind of the event. Left out: the rule's first kind.") { Examples = ["sensor.gas"] };

    public static readonly KeySpec Source = new("source", Name, "The device; {n} is the number of the reading.") { Default = "source-1", Examples = ["gm-1"] };

    public static readonly KeySpec Site = new("site", Name, "The site path.") { Default = "district/community/grid/building", Examples = ["huaxi/c12/g07/b3"] };

    public static readonly KeySpec Id = new("id", Name, "The event's own id.");

    public static readonly KeySpec Unit = new("unit", Name, "Unit of the value.");

    public static readonly KeySpec Time = new("time", TimeText, "The same as at.");

    public static readonly KeySpec Attributes = new("attributes", new TableShape(Shapes.Plain, 64), "The event's attributes; {n} is the number of the reading.")
    { Examples = ["{location: indoor}"] };

    public static readonly KeySpec Every = new("every", Shapes.Span, "Distance between the values of a series, where the value does not say it.")
    { Examples = ["10s"] };

    public static readonly MapSpec Event = new("events", [At, Time, Kind, Source, Site, Value, Every, Unit, Id, Attributes]);

    public static readonly KeySpec Events = new("events", new ListShape(new MapShape(Event), 1_000), "What happens.") { Required = true };

    public static readonly KeySpec ExpectAt = new("at", TimeText, "When the alert changes; '1m to 2m' leaves it some room. Left out: whenever.")
    { Examples = ["2m30s", "1m to 2m"] };

    public static readonly KeySpec ExpectGrade = new("grade",
        new WordShape(("blue", "Minor"), ("yellow", "Moderate"), ("orange", "Severe"), ("red", "Extreme"), ("resolved", "The alert ends")),
        "The grade that the alert takes, or resolved.")
    { Required = true, Examples = ["yellow"] };

    public static readonly KeySpec ExpectKey = new("key", Name, "The source, site or area whose alert it is. Left out: any.") { Examples = ["gm-1"] };

    public static readonly KeySpec ExpectReason = new("reason", Name, "Why it changes, e.g. no_data. Left out: any.");

    public static readonly MapSpec Expectation = new("expect", [ExpectAt, ExpectGrade, ExpectKey, ExpectReason]);

    public static readonly KeySpec Expect = new("expect",
        new AnyShape(new TextShape(100, "nothing"), new ListShape(new AnyShape(new TextShape(200, "a line such as yellow at 2m30s"), new MapShape(Expectation)), 1_000)),
        "All changes of alerts, in order, or nothing.")
    { Required = true, Examples = ["nothing", "[yellow at 50s, resolved at 4m]"] };

    public static readonly MapSpec Case = new("tests", [CaseName, Start, Events, Expect, Until]);
}
