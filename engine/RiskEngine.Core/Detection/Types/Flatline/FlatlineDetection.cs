using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Types.Flatline;

/// <summary><c>flatline</c>: how long a key has kept reporting the same value. The measure is in seconds.</summary>
/// <remarks>Measured at every event: the time since the first of the readings that all lie within <paramref name="Tolerance"/> of it. A reading
/// outside starts anew at 0. A silent key is not flat: that is <c>absence</c>.</remarks>
/// <param name="Value">The number that must move.</param>
/// <param name="Tolerance">Largest difference that counts as the same; zero or above.</param>
/// <param name="MinCount">Fewest equal readings; until then the measure is 0. At least 2.</param>
public sealed record FlatlineDetection(EventNumber Value, double Tolerance, long MinCount) : Rules.Detection
{
    /// <inheritdoc/>
    public override string Type => "flatline";

    /// <inheritdoc/>
    public override string Measure => $"unchanged {Value.Text}";
}
