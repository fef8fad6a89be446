using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>The counts of a task of the desk, its clock, and the requests that it has heard of.</summary>
internal sealed class Tally : IEntry
{
    /// <summary>How many requests are remembered, so that one that comes again changes nothing.</summary>
    public const int MostRequests = 1024;

    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public EventTime Clock { get; set; } = EventTime.MinValue;

    /// <summary>The last number given to an entry.</summary>
    public long LastOrder { get; set; }

    public long LastEnd { get; set; }

    public long LastHold { get; set; }

    public DeskLedger Ledger { get; set; }

    /// <summary>How many alerts were told of later, when what had held them was over.</summary>
    public long Released { get; set; }

    /// <summary>How many records told people something.</summary>
    public long Notifications { get; set; }

    public Queue<string> Requests { get; } = new();
}
