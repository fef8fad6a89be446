using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Book;

/// <summary>An open alert that says what cannot be seen.</summary>
internal sealed class BlindEntry : IEntry
{
    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public required AlertId Alert { get; init; }

    /// <summary>Where.</summary>
    public required string Place { get; init; }

    /// <summary>Why, and what.</summary>
    public required BlindFacts Facts { get; init; }

    /// <summary>Whether it says the same as another.</summary>
    public bool IsSameAs(string place, BlindFacts facts) => Place == place && Facts.IsSameAs(facts);

    /// <summary>Since when, at the latest now.</summary>
    public EventTime Since => Facts.Since;
}
