using Confluent.Kafka;

namespace RiskEngine.Kafka.Input;

/// <summary>Tells records that retention removed from other gaps between offsets.</summary>
internal static class RetentionGap
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How many of the records before an offset retention removed. A gap behind the log's start is none of ours (compaction, transaction marks).</summary>
    /// <param name="consumer">Asks where the log starts.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="offset">What the client came to.</param>
    /// <param name="expected">What should have come.</param>
    /// <returns>Null where nobody says.</returns>
    public static long? Of<TKey, TValue>(IConsumer<TKey, TValue> consumer, TopicPartition partition, long offset, long expected)
    {
        try
        {
            return Math.Max(0, Math.Min(offset, consumer.QueryWatermarkOffsets(partition, Patience).Low.Value) - expected);
        }
        catch (KafkaException)
        {
            return null;
        }
    }
}
