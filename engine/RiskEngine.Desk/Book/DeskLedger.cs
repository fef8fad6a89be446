namespace RiskEngine.Desk.Book;

/// <summary>What became of every transition that the desk took in. It always balances: nothing vanishes.</summary>
/// <param name="TakenIn">Transitions taken in; what had been taken before is not among them.</param>
/// <param name="Duplicates">Transitions that came again.</param>
/// <param name="Notified">Those that people were told of at once.</param>
/// <param name="Folded">Those that told nothing new, or that people are told of together with others a moment later.</param>
/// <param name="Silenced">Those that a silence covered.</param>
/// <param name="Shelved">Those of alerts that somebody had shelved.</param>
/// <param name="Inhibited">Those that another alert explained.</param>
/// <param name="Budgeted">Those that wait for the digest of their shift.</param>
public readonly record struct DeskLedger(
    long TakenIn, long Duplicates, long Notified, long Folded, long Silenced, long Shelved, long Inhibited, long Budgeted)
{
    /// <summary>Whether everything taken in is accounted for.</summary>
    public bool Balances => TakenIn == Notified + Folded + Silenced + Shelved + Inhibited + Budgeted;

    /// <summary>Two ledgers as one.</summary>
    public static DeskLedger operator +(DeskLedger x, DeskLedger y) => new(
        x.TakenIn + y.TakenIn, x.Duplicates + y.Duplicates, x.Notified + y.Notified, x.Folded + y.Folded, x.Silenced + y.Silenced, x.Shelved + y.Shelved,
        x.Inhibited + y.Inhibited, x.Budgeted + y.Budgeted);
}
