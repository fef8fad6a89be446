using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>An alarm that somebody has put aside: one rule and key, for a time.</summary>
internal sealed class Shelf : IEntry
{
    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public required string Rule { get; init; }

    /// <summary>The kind of the key.</summary>
    public required string Kind { get; init; }

    public required string Key { get; init; }

    public required string By { get; init; }

    public required string Why { get; init; }

    public required EventTime Until { get; init; }

    /// <summary>The desk area in which it was asked for.</summary>
    public required string Area { get; init; }
}
