namespace RiskEngine.Pipeline.Tasks;

/// <summary>What a task of the desk says of itself: what became of the transitions taken in, and what is open.</summary>
/// <param name="TakenIn">Transitions taken in.</param>
/// <param name="Outcomes">What became of them, in words; together they are all that was taken in.</param>
/// <param name="Duplicates">Transitions that came again; they are not among those taken in.</param>
/// <param name="Notifications">Records that told people something.</param>
/// <param name="OpenIncidents">Incidents that are open.</param>
/// <param name="OpenAlerts">Alerts that are open.</param>
public sealed record DeskReport(
    long TakenIn, IReadOnlyList<KeyValuePair<string, long>> Outcomes, long Duplicates, long Notifications, int OpenIncidents, int OpenAlerts)
{
    /// <summary>Whether everything taken in is accounted for.</summary>
    public bool Balances => TakenIn == Outcomes.Sum(outcome => outcome.Value);
}
