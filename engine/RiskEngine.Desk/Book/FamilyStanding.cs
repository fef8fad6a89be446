using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>What one family of events says in an incident.</summary>
internal sealed class FamilyStanding(string family)
{
    public string Family { get; } = family;

    /// <summary>How many open members rest on it.</summary>
    public int Open { get; set; }

    /// <summary>How many members have rested on it.</summary>
    public int Total { get; set; }

    /// <summary>When it last spoke.</summary>
    public EventTime Last { get; set; }
}
