namespace RiskEngine.Cli.Diagnosis;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">What was looked at, such as <c>redis persistence</c>.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Says">What was seen.</param>
/// <param name="Remedy">What to do; null where there is nothing to do, or what was seen says it.</param>
internal sealed record CheckFinding(string Check, CheckVerdict Verdict, string Says, string? Remedy = null)
{
    public static CheckFinding Ok(string check, string says) => new(check, CheckVerdict.Ok, says);

    public static CheckFinding Note(string check, string says, string? remedy = null) => new(check, CheckVerdict.Note, says, remedy);

    public static CheckFinding Fault(string check, string says, string? remedy = null) => new(check, CheckVerdict.Fault, says, remedy);
}
