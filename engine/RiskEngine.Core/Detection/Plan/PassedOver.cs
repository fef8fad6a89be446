namespace RiskEngine.Core.Detection.Plan;

/// <summary>How many events of one kind a rule looked at and did not measure, for one reason.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Kind">The kind of the events.</param>
/// <param name="Reason">Why.</param>
/// <param name="What">The unit of the events for <see cref="PassedOverReason.OtherUnit"/>; for <see cref="PassedOverReason.NoKey"/> an attribute whose name
/// differs from the key's by case or blanks only, where one of the first such events had one; what is a text for
/// <see cref="PassedOverReason.TextValue"/>, and the measure that has no number for <see cref="PassedOverReason.NoValue"/>;
/// the first keys without a row for <see cref="PassedOverReason.NoRow"/>.</param>
/// <param name="Count">How many.</param>
public sealed record PassedOver(string Rule, string Kind, PassedOverReason Reason, string What, long Count);
