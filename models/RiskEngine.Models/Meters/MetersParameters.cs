using RiskEngine.Core.Registers;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Meters;

/// <summary>Parameters of <c>meters</c>.</summary>
public sealed record MetersParameters
{
    /// <summary>The shipped parameters.</summary>
    public static readonly MetersParameters Default = new();

    /// <summary>Whether inputs are registers that only grow; false where they already are use per hour.</summary>
    public bool Cumulative { get; init; } = true;

    /// <summary>The largest fall of a register that is noise, in its unit; 0 where it is guessed from its past.</summary>
    [Parameter(Most = 1e15)]
    public double Tolerance { get; init; }

    /// <summary>The most that can be used from one reading to the next, in the register's unit; 0 where it is guessed from its past.</summary>
    [Parameter(Most = 1e15)]
    public double MaxStep { get; init; }

    /// <summary>How much a register can count, in its unit; 0 where it is the next power of ten.</summary>
    [Parameter(Most = 1e15)]
    public double Capacity { get; init; }

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

    /// <summary>What is known of the registers.</summary>
    internal RegisterLimits Limits => new()
    {
        Tolerance = Tolerance > 0 ? Tolerance : null,
        MaxStep = MaxStep > 0 ? MaxStep : null,
        Capacity = Capacity > 0 ? Capacity : null,
    };
}
