namespace RiskEngine.Core.Detection.Plan;

/// <summary>The reasons as metrics and figures name them.</summary>
public static class PassedOverCode
{
    /// <summary>The code of a reason, e.g. <c>other_unit</c>.</summary>
    public static string Code(this PassedOverReason reason) => reason switch
    {
        PassedOverReason.NoKey => "no_key",
        PassedOverReason.OtherUnit => "other_unit",
        PassedOverReason.TextValue => "text_value",
        PassedOverReason.NoValue => "no_value",
        PassedOverReason.NoRow => "no_row",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
