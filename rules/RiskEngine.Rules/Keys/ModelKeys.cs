namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for types score and baseline.</summary>
internal static class ModelKeys
{
    private static readonly TextShape ModelName = new(60, "the name of a model");

    public static readonly KeySpec Model = new("model", ModelName, "The model that learns the series.") { Default = "auto", Examples = ["auto"] };

    public static readonly KeySpec Inputs = new("inputs", new ListShape(DetectKeys.EventNumber, 64), "The numbers that the model judges together, one for each channel; instead of measure.")
    { Examples = ["[attributes.pressure, attributes.flow]"] };

    public static readonly KeySpec LearnWhileOpen = new("learn_while_open", new SwitchShape(), "Whether the model goes on learning while an alert is open.")
    { Default = "true", Examples = ["false"] };

    public static readonly MapSpec Score = new("detect (type score)", [DetectKeys.Type, DetectKeys.Measure, Inputs, Model, LearnWhileOpen]);

    public static readonly MapSpec Baseline = new("detect (type baseline)", [DetectKeys.Type, DetectKeys.Measure, Model, LearnWhileOpen]);
}
