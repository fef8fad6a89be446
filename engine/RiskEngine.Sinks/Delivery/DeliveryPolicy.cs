namespace RiskEngine.Sinks.Delivery;

/// <summary>How a sink sends: batches, waits, and when it gives up.</summary>
public sealed record DeliveryPolicy
{
    /// <summary>How long the first notice of a batch waits for others; default not at all.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.Zero;

    /// <summary>Most records of a batch; default 100.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>The wait before the second attempt, on average; doubles with each, with jitter. Default 1 s.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait; default a minute.</summary>
    public TimeSpan RetryAtMost { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a batch is tried before what is left of it becomes dead letters; default a day.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(1);
}
