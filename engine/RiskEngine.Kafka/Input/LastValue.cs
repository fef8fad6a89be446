using Confluent.Kafka;

namespace RiskEngine.Kafka.Input;

/// <summary>Copies each value out of the client's memory, without an array per record; it stays valid until the next one comes.</summary>
internal sealed class LastValue : IDeserializer<int>
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > _bytes.Length) _bytes = new byte[Math.Max(data.Length, _bytes.Length * 2)];
        data.CopyTo(_bytes);
        return _length = data.Length;
    }
}
