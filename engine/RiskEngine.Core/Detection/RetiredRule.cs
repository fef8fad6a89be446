using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection;

/// <summary>Stands for a rule that is gone, so that its alerts can end: of the rule itself only id and key are known.</summary>
internal static class RetiredRule
{
    private static readonly EventNumber Unknown = new("unknown", static _ => double.NaN);

    /// <summary>A rule of this id that never measures anything.</summary>
    public static Rule Of(string id, KeyBy by) => new()
    {
        Id = id,
        Title = id,
        Hash = "",
        File = "",
        On = [],
        By = by,
        Detection = new ThresholdDetection(Unknown),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Blue] = new("", null, double.NaN) }),
        Message = MessageTemplate.Parse("Rule {{ rule }} was removed; its alert for {{ key }} ends"),
    };
}
