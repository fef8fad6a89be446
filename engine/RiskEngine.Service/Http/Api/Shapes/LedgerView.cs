using RiskEngine.Core.Tasks;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>The counts that prove that nothing vanished.</summary>
internal sealed record LedgerView(
    long Consumed, long Evaluated, long Filtered, long Late, long Duplicates, long DeadLettered, long Waiting, long Candidates, long Published, long Shadowed, long Lost,
    bool Balances)
{
    public static LedgerView Of(Ledger ledger) => new(ledger.Consumed, ledger.Evaluated, ledger.Filtered, ledger.Late, ledger.Duplicates, ledger.DeadLettered, ledger.Waiting,
        ledger.Candidates, ledger.Published, ledger.Shadowed, ledger.Lost, ledger.Balances);
}
