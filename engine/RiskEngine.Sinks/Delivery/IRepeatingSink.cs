namespace RiskEngine.Sinks.Delivery;

/// <summary>A sink whose receiver forgets what it is not told again.</summary>
public interface IRepeatingSink : IRecallingSink
{
    /// <summary>How often it is to be told.</summary>
    TimeSpan RepeatEvery { get; }

    /// <summary>Says again what holds.</summary>
    /// <exception cref="SinkUnreachableException">The receiver does not take it now.</exception>
    Task RepeatAsync(CancellationToken cancellationToken);
}
