using RiskEngine.Core.Desk;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Records;

namespace RiskEngine.Desk;

/// <summary>What the parts of a desk share: its books, timers, policy, and the records that it has written.</summary>
internal sealed class DeskBooks
{
    public DeskPolicy Policy { get; set; } = new();

    public RuleTable Rules { get; } = new();

    public AlertTable Alerts { get; } = new();

    public IncidentTable Incidents { get; } = new();

    public SilenceTable Silences { get; } = new();

    public ShelfTable Shelves { get; } = new();

    public BudgetTable Budgets { get; } = new();

    public PlaceTable Places { get; } = new();

    public BlindTable Blind { get; } = new();

    public TallyTable Tallies { get; } = new();

    public Tally Tally => Tallies.Value;

    public DeskTimers Timers { get; } = new();

    public List<DeskRecord> Records { get; } = [];

    /// <summary>The clock: no time that was handed in is later.</summary>
    public EventTime Now => Tally.Clock;

    /// <summary>All that a checkpoint saves.</summary>
    public IReadOnlyList<IKeyedState> Saved => [Rules, Alerts, Incidents, Silences, Shelves, Budgets, Tallies, Places, Blind];

    /// <summary>The next number of an entry.</summary>
    public long NextOrder()
    {
        MarkTally();
        return ++Tally.LastOrder;
    }

    /// <summary>Notes that the counts have changed.</summary>
    public void MarkTally() => Tallies.Mark(Tally);

    /// <summary>The desk area of a place.</summary>
    public string AreaOf(string place) => AreaPath.Of(place, Policy.AreaDepth);
}
