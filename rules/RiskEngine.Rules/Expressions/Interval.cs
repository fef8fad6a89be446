namespace RiskEngine.Rules.Expressions;

/// <summary>A stretch of the number line.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="LowIn">Whether the lower end belongs to it.</param>
/// <param name="High">Upper end.</param>
/// <param name="HighIn">Whether the upper end belongs to it.</param>
internal readonly record struct Interval(double Low, bool LowIn, double High, bool HighIn)
{
    public static readonly Interval All = new(double.NegativeInfinity, false, double.PositiveInfinity, false);

    public bool IsEmpty => !(Low < High || (Low == High && LowIn && HighIn));

    public Interval Intersect(Interval other)
    {
        var (low, lowIn) = Low > other.Low ? (Low, LowIn) : Low < other.Low ? (other.Low, other.LowIn) : (Low, LowIn && other.LowIn);
        var (high, highIn) = High < other.High ? (High, HighIn) : High > other.High ? (other.High, other.HighIn) : (High, HighIn && other.HighIn);
        return new Interval(low, lowIn, high, highIn);
    }
}
