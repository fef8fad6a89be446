using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Verifying;

/// <summary>What verifying on line came to.</summary>
/// <param name="Verdicts">A verdict for each transition.</param>
/// <param name="Notes">What was looked at, and what could not be: a sentence each.</param>
internal sealed record VerifiedAlerts(IReadOnlyList<AlertVerdict> Verdicts, IReadOnlyList<string> Notes)
{
    /// <summary>How many transitions came out again, field for field.</summary>
    public int Identical => Verdicts.Count(verdict => verdict.Outcome == VerifyOutcome.Identical);
}
