namespace RiskEngine.Bench;

/// <summary>What one way to do the work reached.</summary>
/// <param name="Way">Its short name, e.g. <c>pipeline</c>.</param>
/// <param name="What">What it does, in one line.</param>
/// <param name="Events">Events that were worked through while it was measured.</param>
/// <param name="Seconds">Time that it took, without the making of the events.</param>
/// <param name="BytesPerEvent">Managed memory allocated per event.</param>
/// <param name="Alerts">Alert transitions, or windows over the threshold, for comparison.</param>
public sealed record BenchFigure(string Way, string What, long Events, double Seconds, double BytesPerEvent, long Alerts)
{
    /// <summary>Events per second.</summary>
    public double Rate => Seconds > 0 ? Events / Seconds : 0;

    /// <summary>Nanoseconds per event.</summary>
    public double Nanoseconds => Events > 0 ? Seconds * 1e9 / Events : 0;
}
