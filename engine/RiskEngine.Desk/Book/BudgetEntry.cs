using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>What people were told of an area in the shift, and what waits for its end.</summary>
internal sealed class BudgetEntry : IEntry
{
    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public required string Area { get; init; }

    /// <summary>When the shift ends.</summary>
    public required EventTime Until { get; set; }

    /// <summary>How often people were told something.</summary>
    public int Used { get; set; }

    /// <summary>How much waits for the digest.</summary>
    public int Waiting { get; set; }

    /// <summary>The gravest of it.</summary>
    public Grade Worst { get; set; }

    /// <summary>The alerts that wait; the last <see cref="DeskIncident.MostMembers"/>.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>The incidents that wait.</summary>
    public HashSet<string> Incidents { get; } = [];
}
