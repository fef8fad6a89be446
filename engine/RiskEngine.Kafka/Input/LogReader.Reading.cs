using Confluent.Kafka;
using RiskEngine.Core.Events;
using RiskEngine.Kafka.Native;

namespace RiskEngine.Kafka.Input;

/// <summary>How records come from the client: by the batch, or one by one with the stock client's own call.</summary>
public sealed partial class LogReader
{
    private readonly Dictionary<(nint Topic, int Partition), LogPartition?> _found = [];
    private (nint Topic, int Partition, LogPartition? Log) _lastFound;

    private void ReadBatch(MessageBatch batch)
    {
        batch.Take(PollWait);
        for (var i = 0; i < batch.Count; i++) Accept(batch, i);
        batch.Release();
    }

    private void Accept(MessageBatch batch, int index)
    {
        ref readonly var message = ref batch[index];
        if (message.Error is not (ErrorCode.NoError or ErrorCode.Local_PartitionEOF))
        {
            Failed(new Error(message.Error, batch.ErrorOf(index)));
            return;
        }

        _contact.Heard();
        if (PartitionOf(message) is not { } partition) return;
        partition.Offered(message.Offset);
        if (!partition.Started) return;
        if (message.Error == ErrorCode.Local_PartitionEOF)
        {
            AtEnd(partition, message.Offset);
            return;
        }

        if (partition.Expected is { } expected && expected < message.Offset) SkipGap(partition, expected, message.Offset);
        partition.Take(message.Offset, batch.ValueOf(index), batch.AppendedUnixMillis(index), batch.HeadersOf(index));
        if (partition.FillingCount >= _options.BatchRecords) Flush(partition);
    }

    private void ReadOneByOne()
    {
        var wait = PollWait;
        for (var left = _options.BatchRecords; left > 0; left--)
        {
            ConsumeResult<Ignore, int>? result;
            try
            {
                result = _consumer.Consume(wait);
            }
            catch (ConsumeException fault)
            {
                Failed(fault.Error);
                return;
            }

            if (result is null) return;
            wait = TimeSpan.Zero;
            Accept(result);
        }
    }

    private void Accept(ConsumeResult<Ignore, int> result)
    {
        _contact.Heard();
        if (PartitionOf(result.TopicPartition) is not { } partition) return;
        var offset = result.Offset.Value;
        partition.Offered(offset);
        if (!partition.Started) return;
        if (result.IsPartitionEOF)
        {
            AtEnd(partition, offset);
            return;
        }

        if (partition.Expected is { } expected && expected < offset) SkipGap(partition, expected, offset);
        partition.Take(offset, _value.Bytes, result.Message.Timestamp.UnixTimestampMs, CloudEventHeaders.Of(result.Message.Headers));
        if (partition.FillingCount >= _options.BatchRecords) Flush(partition);
    }

    private void AtEnd(LogPartition partition, long end)
    {
        if (partition.Expected is { } expected && expected < end) SkipGapAtEnd(partition, expected, end);
        partition.ReachedEnd();
    }

    private void Failed(Error error)
    {
        LogConsume(error.Reason);
        if (error.IsFatal || error.Code == ErrorCode.Local_Fatal) _fatal = error;
    }

    /// <summary>Tells the task what of a gap before a record retention has removed. Where nobody says, all of it: better told once too often.</summary>
    private void SkipGap(LogPartition partition, long expected, long offset)
    {
        var key = new TopicPartition(partition.Id.Topic, partition.Id.Partition);
        Skip(partition, expected, RetentionGap.Of(_consumer, key, offset, expected) ?? offset - expected);
    }

    /// <summary>At the end of the log: all that was to come may be gone. An end may also be one that was seen before the reader went back, so it needs to be known.</summary>
    private void SkipGapAtEnd(LogPartition partition, long expected, long end)
    {
        if (!partition.IsNewEnd(end)) return;
        var key = new TopicPartition(partition.Id.Topic, partition.Id.Partition);
        Skip(partition, expected, RetentionGap.Of(_consumer, key, end, expected) ?? 0);
    }

    private void Skip(LogPartition partition, long expected, long removed)
    {
        if (removed == 0) return;
        partition.SkipRemoved(new RemovedRecords(expected, expected + removed));
        LogRemoved(partition.Id, expected + removed, removed, expected);
    }

    /// <summary>Finds the partition of a message by its topic's object, without a string; forgotten whenever assignments change.</summary>
    private LogPartition? PartitionOf(in NativeMessage message)
    {
        if (_lastFound.Topic == message.Topic && _lastFound.Partition == message.Partition) return _lastFound.Log;
        if (!_found.TryGetValue((message.Topic, message.Partition), out var partition))
        {
            _partitions.TryGetValue(new TopicPartition(MessageBatch.NameOf(message.Topic), message.Partition), out partition);
            _found.Add((message.Topic, message.Partition), partition);
        }

        _lastFound = (message.Topic, message.Partition, partition);
        return partition;
    }
}
