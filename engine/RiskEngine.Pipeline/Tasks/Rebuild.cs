using RiskEngine.Core.Alerts;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>A task whose stored state is lost replays a stretch of the log that it has handled before: windows and alerts come back, nothing is published.</summary>
/// <param name="start">Offset of the first record that is replayed.</param>
/// <param name="end">Offset of the first record that is new.</param>
/// <param name="before">The counts that the lost state came with; zero where they are lost too.</param>
public sealed class Rebuild(long start, long end, Ledger before = default)
{
    private readonly Dictionary<string, AlertTransition> _open = [];

    /// <summary>Offset of the first record that is replayed.</summary>
    public long Start => start;

    /// <summary>Offset of the first record that is new.</summary>
    public long End => end;

    /// <summary>The counts that the lost state came with.</summary>
    public Ledger Before => before;

    /// <summary>Records that are still to be replayed, for a task whose next record is <paramref name="next"/>.</summary>
    public long Remaining(long next) => Math.Max(0, end - Math.Max(next, start));

    /// <summary>The last transition of every alert that is open, in the order of their times; marked, because they may have been published before.</summary>
    public IEnumerable<AlertTransition> OpenAlerts => _open.Values.Order(TransitionOrder.Instance).Select(transition => transition with { Rebuilt = true });

    /// <summary>Remembers of replayed transitions which alerts are open.</summary>
    internal void Withhold(IReadOnlyList<AlertTransition> transitions)
    {
        foreach (var transition in transitions)
        {
            if (transition.State == AlertState.Resolved) _open.Remove(transition.Fingerprint);
            else _open[transition.Fingerprint] = transition;
        }
    }
}
