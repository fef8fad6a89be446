namespace RiskEngine.Workbench.Backtesting;

/// <summary>One alert under two rule sets.</summary>
/// <param name="Before">As the first rule set raised it; null where the alert is new.</param>
/// <param name="After">As the second rule set raises it; null where the alert is gone.</param>
public sealed record AlertChange(AlertSpan? Before, AlertSpan? After)
{
    /// <summary>Either of the two, for what they share: rule id, key.</summary>
    public AlertSpan Any => After ?? Before ?? throw new InvalidOperationException("a change needs an alert");

    /// <summary>Only the second rule set raises it.</summary>
    public bool IsNew => Before is null;

    /// <summary>Only the first rule set raised it.</summary>
    public bool IsGone => After is null;

    /// <summary>It begins at another time.</summary>
    public bool IsMoved => Before is { } before && After is { } after && before.Start != after.Start;

    /// <summary>Its gravest grade is another one.</summary>
    public bool IsRegraded => Before is { } before && After is { } after && before.Highest != after.Highest;

    /// <summary>It ends at another time.</summary>
    public bool IsResized => Before is { } before && After is { } after && before.End != after.End;

    /// <summary>Begin, end and gravest grade are the same.</summary>
    public bool IsSame => !IsNew && !IsGone && !IsMoved && !IsRegraded && !IsResized;
}
