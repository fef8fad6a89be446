namespace RiskEngine.Bench;

/// <summary>One point of a cost curve.</summary>
/// <param name="Axis">What is varied.</param>
/// <param name="Value">Its value at this point.</param>
/// <param name="Rate">Events per second.</param>
/// <param name="BytesPerEvent">Managed memory allocated per event.</param>
/// <param name="BytesPerSource">Managed memory in use per source.</param>
public sealed record BenchPoint(string Axis, double Value, double Rate, double BytesPerEvent, double BytesPerSource)
{
    /// <summary>Nanoseconds per event.</summary>
    public double Nanoseconds => 1e9 / Rate;
}
