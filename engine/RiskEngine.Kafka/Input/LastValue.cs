using Confluent.Kafka;

namespace RiskEngine.Kafka.Input;

/// <summary>Copies each value, or key, out of the client's memory, without an array per record; it stays valid until the next one comes.</summary>
internal sealed class LastValue : IDeserializer<int>
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>Whether there was none.</summary>
    public bool IsNull { get; private set; } = true;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        IsNull = isNull;
        if (data.Length > _bytes.Length) _bytes = new byte[Math.Max(data.Length, _bytes.Length * 2)];
        data.CopyTo(_bytes);
        return _length = data.Length;
    }
}
