using System.Globalization;

namespace RiskEngine.Core.Registers;

/// <summary>What is known of a register by who wrote the rule or the model's parameters; what is not is guessed from its past.</summary>
public sealed record RegisterLimits
{
    /// <summary>Nothing is known: all is guessed.</summary>
    public static readonly RegisterLimits Guessed = new();

    /// <summary>The largest fall that is noise, in units of the register, at least 0; null where it is guessed.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The most that can be used from one reading to the next, in units of the register, above 0; null where it is guessed.</summary>
    public double? MaxStep { get; init; }

    /// <summary>The time in which <see cref="MaxStep"/> can be used: in n times this time it may be n times as much. Null where the time does not matter.</summary>
    public TimeSpan? Per { get; init; }

    /// <summary>How much the register can count: at this value it shows 0 again. Above 0; null where it is guessed to be a power of ten.</summary>
    public double? Capacity { get; init; }

    /// <summary>The limits as part of a name: equal texts, equal limits; empty where all is guessed.</summary>
    public override string ToString() => this == Guessed
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{Text(Tolerance)}/{Text(MaxStep)}/{Text(Per?.TotalSeconds)}/{Text(Capacity)}");

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
