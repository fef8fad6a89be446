namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for types score and baseline.</summary>
internal static class ModelKeys
{
    private static readonly TextShape ModelName = new(60, "the name of a model");

    public static readonly KeySpec Model = new("model", ModelName, "The model that learns the series.") { Default = "auto", Examples = ["auto"] };

    public static readonly KeySpec Inputs = new("inputs", new ListShape(DetectKeys.EventNumber, 64), "The numbers that the model judges together, one for each channel; instead of measure.")
    { Examples = ["[attributes.pressure, attributes.flow]"] };

    public static readonly KeySpec FalseAlarmsPerWeek = new("false_alarms_per_week", new NumberShape(0.001, 1000),
        "How many false alarms a week each key may cost. Grades then count in times as rare: 1 as allowed, 10 ten times rarer.")
    { Examples = ["1"] };

    public static readonly KeySpec Learn = new("learn", new SwitchShape(), "Whether the model goes on learning while an alert of the key is open.")
    { Default = "true", Examples = ["false"] };

    public static readonly MapSpec Score = new("detect (type score)", [DetectKeys.Type, DetectKeys.Measure, Inputs, Model, FalseAlarmsPerWeek, Learn]);

    public static readonly MapSpec Baseline = new("detect (type baseline)", [DetectKeys.Type, DetectKeys.Measure, Model, FalseAlarmsPerWeek, Learn]);
}
