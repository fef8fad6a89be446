namespace RiskEngine.Simulator.Demo;

/// <summary>What the desk of a demo has done with the alerts.</summary>
/// <param name="Published">Transitions that the rules have published.</param>
/// <param name="TakenIn">Of these, how many the desk has taken in, repeated ones left out.</param>
/// <param name="Outcomes">What became of them, by name.</param>
public sealed record DemoDesk(long Published, long TakenIn, IReadOnlyList<KeyValuePair<string, long>> Outcomes)
{
    /// <summary>Whether every transition is taken in, and accounted for.</summary>
    public bool Balances => Published == TakenIn && TakenIn == Outcomes.Sum(outcome => outcome.Value);
}
