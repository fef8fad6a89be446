namespace RiskEngine.Workbench.Reporting;

/// <summary>What the figures of a rule speak for.</summary>
public enum RuleAdvice
{
    /// <summary>Nothing speaks against it.</summary>
    Keep,

    /// <summary>It tells too much, too often or too long.</summary>
    Tune,

    /// <summary>What it tells is hardly ever trouble, or it never tells anything.</summary>
    Retire,
}
