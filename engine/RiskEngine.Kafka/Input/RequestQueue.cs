using System.Collections.Concurrent;
using Confluent.Kafka;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Kafka.Input;

/// <summary>What is asked of one task: filled by the thread that reads, emptied by that of the task.</summary>
/// <remarks>Where a task lets much wait, nothing is read for it until it has caught up.</remarks>
/// <param name="log">Who reads.</param>
/// <param name="partition">Which partition.</param>
/// <param name="from">Offset of the first request that is wanted.</param>
internal sealed class RequestQueue(RequestLog log, TopicPartition partition, long from) : IRequestSource
{
    private const int Most = 1_000;
    private readonly ConcurrentQueue<RequestRecord> _requests = new();
    private long _next = from;
    private bool _isPaused;

    /// <summary>Which partition.</summary>
    public TopicPartition Partition => partition;

    /// <summary>Where reading goes on.</summary>
    public TopicPartitionOffset Place => new(partition, _next > 0 ? new Offset(_next) : Offset.Beginning);

    /// <inheritdoc/>
    public bool TryPeek(out RequestRecord request) => _requests.TryPeek(out request);

    /// <inheritdoc/>
    public void Advance() => _requests.TryDequeue(out _);

    /// <inheritdoc/>
    public void Dispose() => log.Close(this);

    /// <summary>Takes in what was read.</summary>
    public void Add(in RequestRecord request, IConsumer<Ignore, byte[]?> consumer)
    {
        _requests.Enqueue(request);
        _next = request.Offset + 1;
        if (_isPaused || _requests.Count < Most) return;
        consumer.Pause([partition]);
        _isPaused = true;
    }

    /// <summary>Goes on once the task has caught up.</summary>
    public void ResumeWhenRead(IConsumer<Ignore, byte[]?> consumer)
    {
        if (!_isPaused || _requests.Count > Most / 2) return;
        consumer.Resume([partition]);
        _isPaused = false;
    }
}
