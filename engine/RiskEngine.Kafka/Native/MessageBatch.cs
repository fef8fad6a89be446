using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace RiskEngine.Kafka.Native;

/// <summary>Takes messages from a consumer's queue by the hundred and shows them where librdkafka holds them, without an object for each.</summary>
/// <remarks>
/// The stock client crosses into librdkafka and makes three objects for every message. Here one call takes all that are there. Callbacks (assignments, errors,
/// logs) run inside <see cref="Take"/> on the caller's thread, as they do inside Consume of the stock client. Owned by the reader's thread; disposed before the consumer
/// is closed.
/// </remarks>
internal sealed unsafe class MessageBatch : IDisposable
{
    private readonly nint _queue;
    private readonly NativeMessage** _messages;
    private readonly int _size;
    private bool _isDisposed;

    private MessageBatch(nint queue, int size)
    {
        _queue = queue;
        _size = size;
        _messages = (NativeMessage**)NativeMemory.AllocZeroed((nuint)size, (nuint)sizeof(NativeMessage*));
    }

    /// <summary>How many messages were taken.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, valid until the next <see cref="Take"/>.</summary>
    public ref readonly NativeMessage this[int index] => ref *_messages[index];

    /// <summary>Binds to a consumer.</summary>
    /// <returns>Null where this version of Confluent.Kafka does not let its native handle be found, or librdkafka has no queue for it.</returns>
    public static MessageBatch? TryBind(Handle consumer, int size)
    {
        var property = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        if (property?.GetValue(consumer) is not SafeHandle { IsInvalid: false } client) return null;
        var queue = NativeConsumer.QueueOf(client);
        return queue == 0 ? null : new MessageBatch(queue, size);
    }

    /// <summary>Takes what is there; waits for the first message where there is none.</summary>
    public void Take(TimeSpan wait)
    {
        Release();
        Count = Fill(0, _size);
        if (Count > 0) return;
        Count = Fill((int)wait.TotalMilliseconds, 1);
    }

    /// <summary>The value; for an error its text.</summary>
    public ReadOnlySpan<byte> ValueOf(int index)
    {
        var message = _messages[index];
        return new ReadOnlySpan<byte>(message->Payload, checked((int)message->Length));
    }

    /// <summary>When the log took the record, milliseconds since the Unix epoch; 0 where unknown.</summary>
    public long AppendedUnixMillis(int index)
    {
        int kind;
        var millis = NativeConsumer.TimestampOf(_messages[index], &kind);
        return Math.Max(0, millis);
    }

    /// <summary>The headers that the decoder may want; null for the usual record that has none.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>>? HeadersOf(int index)
    {
        if (NativeConsumer.HeadersOf(_messages[index], out var headers) != ErrorCode.NoError) return null;
        List<KeyValuePair<string, byte[]>>? kept = null;
        for (nuint i = 0; NativeConsumer.HeaderAt(headers, i, out var namePointer, out var value, out var size) == ErrorCode.NoError; i++)
        {
            var name = Marshal.PtrToStringUTF8(namePointer) ?? "";
            if (CloudEventHeaders.IsWanted(name)) (kept ??= []).Add(new(name, new ReadOnlySpan<byte>(value, checked((int)size)).ToArray()));
        }

        return kept;
    }

    /// <summary>The name of a message's topic.</summary>
    public static string NameOf(nint topic) => Marshal.PtrToStringUTF8(NativeConsumer.TopicName(topic)) ?? "";

    /// <summary>What an error message says.</summary>
    public string ErrorOf(int index) => ValueOf(index) is { IsEmpty: false } text ? Encoding.UTF8.GetString(text) : new Error(_messages[index]->Error).Reason;

    /// <summary>Gives the messages back to librdkafka.</summary>
    public void Release()
    {
        for (var i = 0; i < Count; i++) NativeConsumer.Destroy(_messages[i]);
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        Release();
        NativeConsumer.DestroyQueue(_queue);
        NativeMemory.Free(_messages);
    }

    private int Fill(int timeoutMillis, int size) => (int)Math.Max(0, NativeConsumer.ConsumeBatch(_queue, timeoutMillis, _messages, (nuint)size));
}
