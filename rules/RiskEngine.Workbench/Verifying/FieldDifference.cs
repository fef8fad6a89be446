namespace RiskEngine.Workbench.Verifying;

/// <summary>A field of a transition that was published with one value and derived with another.</summary>
/// <param name="Field">Its name in the JSON of the alert topics.</param>
/// <param name="Published">Its value as JSON; null where it was absent.</param>
/// <param name="Derived">Its value as JSON; null where it is absent.</param>
public sealed record FieldDifference(string Field, string? Published, string? Derived);
