using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RiskEngine.Kafka.Native;

/// <summary>rd_kafka_message_t of rdkafka.h, which librdkafka keeps binary compatible over all versions 1 and 2.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeMessage
{
    /// <summary>0, or why this is no record: an error of the partition, or its end.</summary>
    public readonly ErrorCode Error;

    /// <summary>The topic's object; the same for all messages of a topic.</summary>
    public readonly nint Topic;

    public readonly int Partition;

    /// <summary>The value, or the text of the error.</summary>
    public readonly byte* Payload;

    public readonly nuint Length;

    public readonly byte* Key;

    public readonly nuint KeyLength;

    public readonly long Offset;

    private readonly nint _private;
}
