using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RiskEngine.Kafka.Native;

/// <summary>The part of librdkafka's C API that reads many messages at once, which Confluent.Kafka does not wrap (rdkafka.h).</summary>
internal static partial class NativeConsumer
{
    private const string Name = LoadedLibrdkafka.Name;

    static NativeConsumer() => LoadedLibrdkafka.BindTo(typeof(NativeConsumer).Assembly);

    /// <summary>The queue of a consumer's group: messages, and what else the client reports.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_get_consumer")]
    internal static partial nint QueueOf(SafeHandle client);

    /// <summary>The queue of a partition, which delivers to the group's until it is told otherwise.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_get_partition", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint QueueOf(SafeHandle client, string topic, int partition);

    /// <summary>Sends what comes to a queue to another one, with what is in it; to 0: keeps it.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_forward")]
    internal static partial void ForwardQueue(nint queue, nint other);

    /// <summary>Has a function called, under the queue's lock, whenever the queue is no longer empty; with 0 no more, also not from another thread.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_cb_event_enable")]
    internal static unsafe partial void NotifyOf(nint queue, delegate* unmanaged[Cdecl]<nint, nint, void> notify, nint opaque);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_destroy")]
    internal static partial void DestroyQueue(nint queue);

    /// <summary>Takes up to <paramref name="size"/> messages; waits until there are so many, or the time is over. Runs the client's callbacks on this thread.</summary>
    /// <returns>How many; -1 where the call failed.</returns>
    [LibraryImport(Name, EntryPoint = "rd_kafka_consume_batch_queue")]
    internal static unsafe partial nint ConsumeBatch(nint queue, int timeoutMillis, NativeMessage** messages, nuint size);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_destroy")]
    internal static unsafe partial void Destroy(NativeMessage* message);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition]
    internal static unsafe partial long TimestampOf(NativeMessage* message, int* kind);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_name")]
    internal static partial nint TopicName(nint topic);

    [LibraryImport(Name, EntryPoint = "rd_kafka_message_headers")]
    internal static unsafe partial ErrorCode HeadersOf(NativeMessage* message, out nint headers);

    [LibraryImport(Name, EntryPoint = "rd_kafka_header_get_all")]
    internal static unsafe partial ErrorCode HeaderAt(nint headers, nuint index, out nint name, out byte* value, out nuint size);
}
