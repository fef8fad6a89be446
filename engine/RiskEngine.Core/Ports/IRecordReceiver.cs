namespace RiskEngine.Core.Ports;

/// <summary>Acts on the records of a log, in order, as long as their partitions are with this process. Used by one thread at a time.</summary>
public interface IRecordReceiver : IAsyncDisposable
{
    /// <summary>How many of the records before its place each partition shows to <see cref="Recall"/>; null for all that are there.</summary>
    long? RecallAtMost { get; }

    /// <summary>How long the first record of a batch waits for others.</summary>
    TimeSpan Gather { get; }

    /// <summary>Most records of a batch.</summary>
    int BatchSize { get; }

    /// <summary>How often <see cref="RepeatAsync"/> is called; null for never.</summary>
    TimeSpan? RepeatEvery { get; }

    /// <summary>A record that was acted on before this process had the partition.</summary>
    void Recall(LogRecord record);

    /// <summary>Whether a record must not wait for others.</summary>
    bool IsUrgent(LogRecord record);

    /// <summary>Acts on records; returns when all are done, however long that takes.</summary>
    /// <param name="records">The records, each partition's in order.</param>
    /// <param name="done">Called for each record, in their order, when it need not be shown again.</param>
    /// <param name="cancellationToken">Gives up; what is not done is shown again, here or elsewhere.</param>
    Task TakeAsync(IReadOnlyList<LogRecord> records, Action<LogRecord> done, CancellationToken cancellationToken);

    /// <summary>Says again what must be said again and again. Never fails for a reason outside this process.</summary>
    Task RepeatAsync(CancellationToken cancellationToken);
}
