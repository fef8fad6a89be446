using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace RiskEngine.Kafka.Native;

/// <summary>Messages taken from one of a consumer's queues, shown where librdkafka holds them, without an object for each.</summary>
/// <remarks>
/// The stock client crosses into librdkafka and makes three objects for every message. Here one call takes all that are there. Owned by the reader's thread.
/// </remarks>
internal sealed unsafe class MessageBatch : IDisposable
{
    private readonly NativeMessage** _messages;
    private bool _isDisposed;

    /// <param name="size">Most messages that are taken at once.</param>
    public MessageBatch(int size)
    {
        Size = size;
        _messages = (NativeMessage**)NativeMemory.AllocZeroed((nuint)size, (nuint)sizeof(NativeMessage*));
    }

    /// <summary>Most messages that are taken at once.</summary>
    public int Size { get; }

    /// <summary>How many messages were taken.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, valid until the next <see cref="Take"/> or <see cref="Release"/>.</summary>
    public ref readonly NativeMessage this[int index] => ref *_messages[index];

    /// <summary>Takes what is there, up to a number. Callbacks of the queue run meanwhile, on this thread.</summary>
    public void Take(nint queue, int most)
    {
        Release();
        Count = (int)Math.Max(0, NativeConsumer.ConsumeBatch(queue, 0, _messages, (nuint)Math.Min(most, Size)));
    }

    /// <summary>The value; for an error its text.</summary>
    public ReadOnlySpan<byte> ValueOf(int index)
    {
        var message = _messages[index];
        return new ReadOnlySpan<byte>(message->Payload, checked((int)message->Length));
    }

    /// <summary>The key; empty where there is none.</summary>
    public ReadOnlySpan<byte> KeyOf(int index)
    {
        var message = _messages[index];
        return new ReadOnlySpan<byte>(message->Key, checked((int)message->KeyLength));
    }

    /// <summary>Whether there is a key.</summary>
    public bool HasKey(int index) => _messages[index]->Key != null;

    /// <summary>When the log took the record, milliseconds since the Unix epoch; 0 where unknown.</summary>
    public long AppendedUnixMillis(int index)
    {
        int kind;
        var millis = NativeConsumer.TimestampOf(_messages[index], &kind);
        return Math.Max(0, millis);
    }

    /// <summary>The headers that the decoder may want; null for the usual record that has none.</summary>
    /// <param name="index">Which message.</param>
    /// <param name="all">Whether a mapping may want any of them.</param>
    public IReadOnlyList<KeyValuePair<string, byte[]>>? HeadersOf(int index, bool all = false)
    {
        if (NativeConsumer.HeadersOf(_messages[index], out var headers) != ErrorCode.NoError) return null;
        List<KeyValuePair<string, byte[]>>? kept = null;
        for (nuint i = 0; NativeConsumer.HeaderAt(headers, i, out var namePointer, out var value, out var size) == ErrorCode.NoError; i++)
        {
            var name = Marshal.PtrToStringUTF8(namePointer) ?? "";
            if (all || CloudEventHeaders.IsWanted(name)) (kept ??= []).Add(new(name, new ReadOnlySpan<byte>(value, checked((int)size)).ToArray()));
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
        NativeMemory.Free(_messages);
    }
}
