using Confluent.Kafka;
using RiskEngine.Core.Events;
using RiskEngine.Kafka.Native;

namespace RiskEngine.Kafka.Input;

/// <summary>How records come from the client: from each partition's queue, or one by one with the stock client's own call.</summary>
public sealed partial class LogReader
{
    /// <summary>Reads each partition whose task has room; waits a little where nothing has come.</summary>
    private void ReadQueues(ConsumerQueues queues)
    {
        // First: what comes from now on ends the wait.
        _wake.Reset();
        var batch = queues.TakeFromGroup();
        var isQuiet = batch.Count == 0;
        for (var i = 0; i < batch.Count; i++)
        {
            _partitions.TryGetValue(new TopicPartition(MessageBatch.NameOf(batch[i].Topic), batch[i].Partition), out var partition);
            Accept(batch, i, partition);
        }

        batch.Release();
        foreach (var (key, partition) in _partitions) isQuiet &= !Read(queues, key, partition);
        if (!isQuiet) return;
        var isWoken = _wake.Wait(PollWait);
        foreach (var (key, partition) in _partitions)
        {
            // The client wakes where a queue is no longer empty; one that it left filled when it gave up halfway wakes nobody.
            if (!isWoken) partition.Queue?.Suspect();
            NoteEndOfLog(key, partition);
        }
    }

    /// <summary>Reads what has come for a partition, up to a batch, and hands it over.</summary>
    /// <returns>Whether something was read.</returns>
    private bool Read(ConsumerQueues queues, TopicPartition key, LogPartition partition)
    {
        if (!partition.Started || partition.Queue is not { } queue) return false;
        partition.TryFlush();
        var room = _options.BatchRecords - partition.FillingCount;
        if (room <= 0 || !queue.HasMore) return false;
        var batch = queues.TakeFrom(queue, room);
        var isAny = batch.Count > 0;
        for (var i = 0; i < batch.Count; i++) Accept(batch, i, partition);
        batch.Release();
        partition.TryFlush();
        NoteEndOfLog(key, partition);
        return isAny;
    }

    private void Accept(MessageBatch batch, int index, LogPartition? partition)
    {
        ref readonly var message = ref batch[index];
        if (message.Error is not (ErrorCode.NoError or ErrorCode.Local_PartitionEOF))
        {
            Failed(new Error(message.Error, batch.ErrorOf(index)));
            return;
        }

        _contact.Heard();
        if (partition is null) return;
        partition.Offered(message.Offset);
        if (!partition.Started) return;
        if (message.Error == ErrorCode.Local_PartitionEOF)
        {
            AtEnd(partition, message.Offset);
            return;
        }

        if (partition.Expected is { } expected && expected < message.Offset) SkipGap(partition, expected, message.Offset);
        partition.Take(message.Offset, batch.ValueOf(index), batch.AppendedUnixMillis(index), batch.HeadersOf(index, partition.WantsKeys));
        if (partition.WantsKeys && batch.HasKey(index)) partition.TakeKey(message.Offset, batch.KeyOf(index));
    }

    /// <summary>Reads up to a batch of whatever partition, then hands over.</summary>
    private void ReadOneByOne()
    {
        var wait = PollWait;
        for (var left = _options.BatchRecords; left > 0; left--)
        {
            ConsumeResult<int, int>? result;
            try
            {
                result = _consumer.Consume(wait);
            }
            catch (ConsumeException fault)
            {
                Failed(fault.Error);
                break;
            }

            if (result is null) break;
            wait = TimeSpan.Zero;
            Accept(result);
        }

        foreach (var (key, partition) in _partitions)
        {
            if (!partition.Started) continue;
            PauseWhereFull(key, partition);
            NoteEndOfLog(key, partition);
        }
    }

    private void Accept(ConsumeResult<int, int> result)
    {
        _contact.Heard();
        if (!_partitions.TryGetValue(result.TopicPartition, out var partition)) return;
        var offset = result.Offset.Value;
        partition.Offered(offset);
        if (!partition.Started) return;
        if (result.IsPartitionEOF)
        {
            AtEnd(partition, offset);
            return;
        }

        if (partition.Expected is { } expected && expected < offset) SkipGap(partition, expected, offset);
        partition.Take(offset, _value.Bytes, result.Message.Timestamp.UnixTimestampMs, CloudEventHeaders.Of(result.Message.Headers, partition.WantsKeys));
        if (partition.WantsKeys && !_key.IsNull) partition.TakeKey(offset, _key.Bytes);
        if (partition.FillingCount >= _options.BatchRecords) PauseWhereFull(result.TopicPartition, partition);
    }

    /// <summary>Hands over; without room, and without a queue in which its records could wait, the partition pauses.</summary>
    private void PauseWhereFull(TopicPartition key, LogPartition partition)
    {
        if (partition.TryFlush() != partition.Paused) return;
        if (partition.Paused) _consumer.Resume([key]);
        else _consumer.Pause([key]);
        partition.Paused = !partition.Paused;
    }

    private void NoteEndOfLog(TopicPartition key, LogPartition partition)
    {
        var offsets = _consumer.GetWatermarkOffsets(key);
        if (offsets.High != Offset.Unset) partition.SetHighWatermark(offsets.High.Value);
    }

    private void AtEnd(LogPartition partition, long end)
    {
        if (partition.Expected is { } expected && expected < end) SkipGapAtEnd(partition, expected, end);
        partition.ReachedEnd();
    }

    private void Failed(Error error)
    {
        if (error.Code == ErrorCode.UnknownTopicOrPart) LogNoTopic(error.Reason);
        else LogConsume(error.Reason);
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
}
