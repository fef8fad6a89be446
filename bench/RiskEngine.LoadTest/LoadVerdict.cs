namespace RiskEngine.LoadTest;

/// <summary>What a stretch of load must have left behind for its rate to count.</summary>
/// <param name="Published">Events published.</param>
/// <param name="Accounted">Events in the ledgers: evaluated, filtered, late, dead letters, waiting.</param>
/// <param name="LedgersBalance">Whether every task's counts agree.</param>
/// <param name="Lost">Records that the broker dropped before they were read.</param>
/// <param name="Late">Events behind the watermark; the loads have none.</param>
/// <param name="Planted">Alerts that the generator planted.</param>
/// <param name="Came">Of those, alerts that reached the consumer, each counted once.</param>
internal sealed record LoadVerdict(long Published, long Accounted, bool LedgersBalance, long Lost, long Late, long Planted, long Came)
{
    /// <summary>Whether the run says nothing about the engine: what it should have read was gone.</summary>
    public bool IsVoid => Lost > 0;

    /// <summary>Why there is no rate; null where there is one.</summary>
    public string? Fault =>
        Lost > 0 ? FormattableString.Invariant($"void: the broker dropped {Lost:N0} records before they were read")
        : !LedgersBalance ? "the ledger does not balance"
        : Late > 0 ? FormattableString.Invariant($"{Late:N0} events were late")
        : Accounted != Published ? FormattableString.Invariant($"{Published:N0} events were published and {Accounted:N0} accounted for")
        : Came != Planted ? FormattableString.Invariant($"{Planted:N0} alerts were expected and {Came:N0} came")
        : null;
}
