namespace RiskEngine.Core.Rules;

/// <summary>What a rule's measure means for one key.</summary>
/// <param name="Grades">The conditions of the grades.</param>
/// <param name="Clear">The condition that ends the alert; null where no grade's condition holding does.</param>
public sealed record KeyConditions(GradeLadder Grades, MeasureCondition? Clear);
