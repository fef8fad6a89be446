namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for types score and baseline.</summary>
internal static class ModelKeys
{
    private static readonly TextShape ModelName = new(60, "the name of a model");

    public static readonly KeySpec Model = new("model", ModelName, "The model that learns the series.") { Default = "auto", Examples = ["auto"] };

    public static readonly KeySpec Inputs = new(
        "inputs", new ListShape(DetectKeys.EventNumber, 64), "The numbers that the model judges together, one for each channel; instead of measure.")
    { Examples = ["[attributes.pressure, attributes.flow]"] };

    public static readonly KeySpec Measure = new("measure", new ExpressionShape("a number of the event such as value or, with window, an aggregate such as sum(value)"),
        "The number that is judged: of every event, or, with window, an aggregate.")
    { Default = "value", Examples = ["value", "attributes.level", "sum(value)"] };

    public static readonly KeySpec Window = new("window", new MapShape(DetectKeys.BareWindowKeys), "Judges an aggregate at the end of each window instead of every event.")
    { Examples = ["{size: 1h, every: 1h}"] };

    public static readonly KeySpec FalseAlarmsPerWeek = new("false_alarms_per_week", new NumberShape(0.001, 1000),
        "How many false alarms a week each key may cost. Grades then count in times as rare: 1 as allowed, 10 ten times rarer.")
    { Examples = ["1"] };

    public static readonly KeySpec Seasonality = new("seasonality",
        new WordShape(("learned", "whatever forecasts best"), ("none", "the hour does not matter"), ("daily", "the day"), ("weekly", "the week")),
        "The rhythm that the model goes by.")
    { Default = "learned", Examples = ["weekly"] };

    public static readonly KeySpec TimeZone = ScheduleKeys.TimeZone with
    {
        Description = "Time zone in which the model's hours and days begin; what the option Models:TimeZone says where it is left out.",
        Default = null,
        Examples = ["Europe/Berlin"],
    };

    public static readonly KeySpec Learn = new("learn", new SwitchShape(), "Whether the model goes on learning while an alert of the key is open.")
    { Default = "true", Examples = ["false"] };

    public static readonly KeySpec[] Score = [Measure, Window, RegisterKeys.Register, Inputs, Model, Seasonality, TimeZone, FalseAlarmsPerWeek, Learn];

    public static readonly KeySpec[] Baseline = [Measure, Window, RegisterKeys.Register, Model, Seasonality, TimeZone, FalseAlarmsPerWeek, Learn];
}
