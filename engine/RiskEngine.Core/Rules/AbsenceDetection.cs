namespace RiskEngine.Core.Rules;

/// <summary><c>absence</c>: how long a key that has been seen has sent no matching event. The measure is in seconds.</summary>
/// <param name="Thresholds">The silences at which a grade can change, shortest first: the numbers of the rule's ladder.</param>
public sealed record AbsenceDetection(IReadOnlyList<TimeSpan> Thresholds) : Detection
{
    /// <inheritdoc/>
    public override string Type => "absence";

    /// <inheritdoc/>
    public override string Measure => "silence";
}
