using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Meters;

/// <summary>Parameters of <c>meters</c>.</summary>
public sealed record MetersParameters
{
    /// <summary>The shipped parameters.</summary>
    public static readonly MetersParameters Default = new();

    /// <summary>Whether inputs are registers that only grow; false where they already are use per hour.</summary>
    public bool Cumulative { get; init; } = true;

    /// <summary>Weight of use that the clock does not let expect.</summary>
    [Parameter(Most = 100)]
    public double Use { get; init; } = 1;

    /// <summary>Weight of a night minimum above its learned level.</summary>
    [Parameter(Most = 100)]
    public double NightMinimum { get; init; } = 1.5;

    /// <summary>Weight of a main meter that does not fit those below it.</summary>
    [Parameter(Most = 100)]
    public double Imbalance { get; init; } = 1.5;

    /// <summary>Rarity in powers of ten from which a row is learned slowly.</summary>
    [Parameter(Most = 15)]
    public double Doubt { get; init; } = 2.5;

    /// <summary>Share of its usual pace at which such a row is learned.</summary>
    [Parameter(Most = 1)]
    public double LearnInDoubt { get; init; } = 0.05;

    /// <summary>Rows after a report during which only a markedly stronger finding is reported.</summary>
    [Parameter(Key = "refractory_rows", Most = 1_000_000)]
    public int Refractory { get; init; } = 36;
}
