using Confluent.Kafka;

namespace RiskEngine.Kafka;

/// <summary>Tells records that retention removed from other gaps between offsets.</summary>
internal static class RetentionGap
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How many records retention removed before a record. A gap behind the log's start is none of ours (compaction, transaction marks).</summary>
    /// <param name="consumer">Asks where the log starts. Where nobody says, the whole gap counts: better told once too often.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="offset">Offset of the record that came.</param>
    /// <param name="expected">The offset that should have come.</param>
    public static long Of<TKey, TValue>(IConsumer<TKey, TValue> consumer, TopicPartition partition, long offset, long expected)
    {
        var start = offset;
        try
        {
            start = Math.Min(start, consumer.QueryWatermarkOffsets(partition, Patience).Low.Value);
        }
        catch (KafkaException)
        {
            // The cluster has just answered a fetch; if it does not answer this, the next gap will be looked at again.
        }

        return start - expected;
    }
}
