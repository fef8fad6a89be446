namespace RiskEngine.Workbench.Verifying;

/// <summary>What became of one published transition.</summary>
/// <param name="Published">The transition.</param>
/// <param name="Outcome">Whether it was derived again.</param>
/// <param name="Reason">Why not, or what is needed: half a sentence for people; empty where it is identical.</param>
/// <param name="Differences">The fields that differ, in the order of the JSON.</param>
public sealed record AlertVerdict(PublishedAlert Published, VerifyOutcome Outcome, string Reason, IReadOnlyList<FieldDifference> Differences);
