using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;

namespace RiskEngine.LoadTest;

/// <summary>Publishes to one broker with as little work as can be: record batches of format 2, unencrypted and uncompressed, in produce requests (version 7)
/// over one connection. A stock producer takes more of the processor for one event than the engine, and on one machine takes it from the engine.</summary>
/// <remarks>For the in-process broker, where one broker leads every partition. Owned by one thread. Kafka's protocol guide describes the form.</remarks>
internal sealed class WireProducer : IDisposable
{
    private const short Produce = 0;
    private const short Version = 7;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly PartitionBuffer[] _partitions;
    private readonly string[] _topics;
    private readonly int _partitionsEach;
    private byte[] _request = new byte[1 << 20];
    private int _length;
    private int _correlation;
    private readonly byte[] _answer = new byte[64 * 1024];

    public WireProducer(string address, IReadOnlyList<string> topics, int partitionsEach)
    {
        _topics = [.. topics];
        _partitionsEach = partitionsEach;
        _partitions = [.. Enumerable.Range(0, topics.Count * partitionsEach).Select(_ => new PartitionBuffer())];
        var colon = address.LastIndexOf(':');
        _socket.Connect(IPEndPoint.Parse($"{address[..colon].Replace("localhost", "127.0.0.1", StringComparison.Ordinal)}:{address[(colon + 1)..]}"));
    }

    /// <summary>Room for the value of the next record; to be followed by <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length) => _value.Length >= length ? _value : _value = new byte[length];

    private byte[] _value = new byte[64 * 1024];

    /// <summary>Adds the record whose value was just written.</summary>
    public void Commit(int topic, int partition, ReadOnlySpan<byte> key, int length, long unixMillis) =>
        _partitions[(topic * _partitionsEach) + partition].Add(key, _value.AsSpan(0, length), unixMillis);

    /// <summary>Sends all that was added, and waits until the broker has taken it.</summary>
    /// <exception cref="InvalidOperationException">The broker refused it.</exception>
    public void Flush()
    {
        _length = 4;
        Int16(Produce);
        Int16(Version);
        Int32(++_correlation);
        Text("load");
        Int16(-1); // no transaction
        Int16(1); // the leader acknowledges
        Int32(30_000);
        var topicsAt = _length;
        Int32(0);
        var topics = 0;
        for (var topic = 0; topic < _topics.Length; topic++)
        {
            var used = _partitions.AsSpan(topic * _partitionsEach, _partitionsEach);
            var count = 0;
            foreach (var one in used) count += one.Count > 0 ? 1 : 0;
            if (count == 0) continue;
            topics++;
            Text(_topics[topic]);
            Int32(count);
            for (var partition = 0; partition < used.Length; partition++)
            {
                if (used[partition].Count == 0) continue;
                Int32(partition);
                var batch = used[partition].Finish();
                Int32(batch.Length);
                Ensure(batch.Length);
                batch.CopyTo(_request.AsSpan(_length));
                _length += batch.Length;
                used[partition].Clear();
            }
        }

        if (topics == 0) return;
        BinaryPrimitives.WriteInt32BigEndian(_request.AsSpan(topicsAt), topics);
        BinaryPrimitives.WriteInt32BigEndian(_request, _length - 4);
        for (var sent = 0; sent < _length;) sent += _socket.Send(_request.AsSpan(sent, _length - sent));
        ReadAnswer();
    }

    public void Dispose() => _socket.Dispose();

    private void ReadAnswer()
    {
        Receive(_answer.AsSpan(0, 4));
        var size = BinaryPrimitives.ReadInt32BigEndian(_answer);
        var answer = _answer.AsSpan(0, size);
        Receive(answer);
        var at = 4; // the correlation id
        for (var topics = NextInt32(answer, ref at); topics > 0; topics--)
        {
            at += 2 + BinaryPrimitives.ReadInt16BigEndian(answer[at..]);
            for (var partitions = NextInt32(answer, ref at); partitions > 0; partitions--)
            {
                var error = BinaryPrimitives.ReadInt16BigEndian(answer[(at + 4)..]);
                if (error != 0) throw new InvalidOperationException($"the broker refused a batch: error {error} of Kafka's protocol");
                at += 4 + 2 + 8 + 8 + 8; // partition, error, base offset, append time, log start offset
            }
        }
    }

    private void Receive(Span<byte> into)
    {
        for (var received = 0; received < into.Length;)
        {
            var more = _socket.Receive(into[received..]);
            if (more == 0) throw new InvalidOperationException("the broker closed the connection");
            received += more;
        }
    }

    private static int NextInt32(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
        at += 4;
        return value;
    }

    private void Ensure(int more)
    {
        if (_length + more > _request.Length) Array.Resize(ref _request, Math.Max(_request.Length * 2, _length + more));
    }

    private void Int16(short value)
    {
        Ensure(2);
        BinaryPrimitives.WriteInt16BigEndian(_request.AsSpan(_length), value);
        _length += 2;
    }

    private void Int32(int value)
    {
        Ensure(4);
        BinaryPrimitives.WriteInt32BigEndian(_request.AsSpan(_length), value);
        _length += 4;
    }

    private void Text(string text)
    {
        Int16((short)text.Length);
        Ensure(text.Length);
        _length += Encoding.ASCII.GetBytes(text, _request.AsSpan(_length));
    }

    /// <summary>One record batch in the making.</summary>
    private sealed class PartitionBuffer
    {
        private const int HeadBytes = 61;
        private const int ChecksummedFrom = 21;
        private byte[] _bytes = new byte[64 * 1024];
        private int _length = HeadBytes;
        private long _firstMillis;
        private long _lastMillis;

        public int Count { get; private set; }

        public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long unixMillis)
        {
            if (Count == 0) _firstMillis = unixMillis;
            _lastMillis = Math.Max(_lastMillis, unixMillis);
            var timeDelta = unixMillis - _firstMillis;
            var body = 1 + VarIntSize(timeDelta) + VarIntSize(Count) + VarIntSize(key.Length) + key.Length + VarIntSize(value.Length) + value.Length + 1;
            var whole = _length + body + 5;
            if (whole > _bytes.Length) Array.Resize(ref _bytes, Math.Max(whole, _bytes.Length * 2));
            VarInt(body);
            _bytes[_length++] = 0; // attributes
            VarInt(timeDelta);
            VarInt(Count);
            VarInt(key.Length);
            key.CopyTo(_bytes.AsSpan(_length));
            _length += key.Length;
            VarInt(value.Length);
            value.CopyTo(_bytes.AsSpan(_length));
            _length += value.Length;
            _bytes[_length++] = 0; // no headers
            Count++;
        }

        public ReadOnlySpan<byte> Finish()
        {
            var head = _bytes.AsSpan();
            BinaryPrimitives.WriteInt64BigEndian(head, 0); // base offset
            BinaryPrimitives.WriteInt32BigEndian(head[8..], _length - 12);
            BinaryPrimitives.WriteInt32BigEndian(head[12..], -1); // leader epoch
            head[16] = 2; // format
            BinaryPrimitives.WriteInt16BigEndian(head[21..], 0); // attributes
            BinaryPrimitives.WriteInt32BigEndian(head[23..], Count - 1);
            BinaryPrimitives.WriteInt64BigEndian(head[27..], _firstMillis);
            BinaryPrimitives.WriteInt64BigEndian(head[35..], _lastMillis);
            BinaryPrimitives.WriteInt64BigEndian(head[43..], -1); // producer
            BinaryPrimitives.WriteInt16BigEndian(head[51..], -1);
            BinaryPrimitives.WriteInt32BigEndian(head[53..], -1);
            BinaryPrimitives.WriteInt32BigEndian(head[57..], Count);
            BinaryPrimitives.WriteUInt32BigEndian(head[17..], Checksum(_bytes.AsSpan(ChecksummedFrom, _length - ChecksummedFrom)));
            return _bytes.AsSpan(0, _length);
        }

        public void Clear()
        {
            Count = 0;
            _length = HeadBytes;
            _lastMillis = 0;
        }

        private static uint Checksum(ReadOnlySpan<byte> bytes)
        {
            var sum = uint.MaxValue;
            for (; bytes.Length >= 8; bytes = bytes[8..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            foreach (var one in bytes) sum = BitOperations.Crc32C(sum, one);
            return ~sum;
        }

        private void VarInt(long value)
        {
            var rest = (ulong)((value << 1) ^ (value >> 63));
            for (; rest >= 0x80; rest >>= 7) _bytes[_length++] = (byte)(rest | 0x80);
            _bytes[_length++] = (byte)rest;
        }

        private static int VarIntSize(long value)
        {
            var rest = (ulong)((value << 1) ^ (value >> 63));
            var size = 1;
            for (; rest >= 0x80; rest >>= 7) size++;
            return size;
        }
    }
}
