using System.Text;
using RiskEngine.Core.Ports;

namespace RiskEngine.Kafka.Tests.Input;

/// <summary>Keeps what it is shown; holds batches back while it is told to.</summary>
internal sealed class KeepingReceiver : IRecordReceiver
{
    private readonly Lock _gate = new();
    private readonly List<string> _taken = [];
    private readonly List<string> _recalled = [];

    public long? RecallAtMost { get; init; }

    public TimeSpan Gather { get; init; }

    public int BatchSize { get; init; } = 10;

    public TimeSpan? RepeatEvery { get; init; }

    /// <summary>Completes when batches may be done.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <summary>Thrown once.</summary>
    public Exception? Fault { get; set; }

    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (_gate) return [.. _taken];
        }
    }

    public IReadOnlyList<string> Recalled
    {
        get
        {
            lock (_gate) return [.. _recalled];
        }
    }

    public int Batches { get; private set; }

    public int Repeats { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Recall(LogRecord record)
    {
        lock (_gate) _recalled.Add(Text(record));
    }

    /// <summary>Records that it was asked about as they were read; only where it gathers.</summary>
    public int Looked { get; private set; }

    public bool IsUrgent(LogRecord record)
    {
        Looked++;
        return Text(record) == "urgent";
    }

    public async Task TakeAsync(IReadOnlyList<LogRecord> records, Action<LogRecord> done, CancellationToken cancellationToken)
    {
        Batches++;
        await Gate.WaitAsync(cancellationToken);
        foreach (var record in records)
        {
            lock (_gate) _taken.Add(Text(record));
            done(record);
            if (Fault is not { } fault || _taken.Count < 3) continue;
            Fault = null;
            throw fault;
        }
    }

    public Task RepeatAsync(CancellationToken cancellationToken)
    {
        Repeats++;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private static string Text(LogRecord record) => record.Value is { } value ? Encoding.UTF8.GetString(value.Span) : "null";
}
