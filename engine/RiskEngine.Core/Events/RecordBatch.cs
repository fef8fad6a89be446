namespace RiskEngine.Core.Events;

/// <summary>Raw records of one partition, in offset order, their values side by side in one reused buffer.</summary>
/// <remarks>Filled by the adapter that reads the log, then owned by one task until it is returned to the pool.</remarks>
public sealed class RecordBatch
{
    private readonly List<IReadOnlyList<KeyValuePair<string, byte[]>>?> _headers = [];
    private readonly List<string?> _topics = [];
    private readonly List<RemovedRecords> _removed = [];
    private Entry[] _entries = new Entry[256];
    private byte[] _bytes = new byte[64 * 1024];
    private int _used;

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>What retention removed between the record before this batch and its last one, in offset order; usually empty.</summary>
    public IReadOnlyList<RemovedRecords> Removed => _removed;

    /// <summary>Whether it says nothing: no record, and nothing removed.</summary>
    public bool IsEmpty => Count == 0 && _removed.Count == 0;

    /// <summary>Bytes of all values.</summary>
    public int ByteCount => _used;

    /// <summary>Offset of the record at <paramref name="index"/>.</summary>
    public long Offset(int index) => _entries[index].Offset;

    /// <summary>When the log took the record, milliseconds since the Unix epoch; 0 where unknown.</summary>
    public long AppendedUnixMillis(int index) => _entries[index].AppendedUnixMillis;

    /// <summary>The record's value, valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Value(int index) => _bytes.AsSpan(_entries[index].Start, _entries[index].Length);

    /// <summary>The record's CloudEvents headers; null for the usual record that has none.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>>? Headers(int index) => _entries[index].HasHeaders ? _headers[index] : null;

    /// <summary>The record's key, valid until <see cref="Clear"/>; empty where it has none, and where nobody who maps records asked for it.</summary>
    public ReadOnlySpan<byte> Key(int index) => _bytes.AsSpan(_entries[index].KeyStart, _entries[index].KeyLength);

    /// <summary>Whether the record has a key.</summary>
    public bool HasKey(int index) => _entries[index].HasKey;

    /// <summary>The record's topic; null where it is that of the task.</summary>
    public string? Topic(int index) => index < _topics.Count ? _topics[index] : null;

    /// <summary>Gives the last record a key; it is copied.</summary>
    public void AddKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(Reserve(key.Length));
        _entries[Count - 1] = _entries[Count - 1] with { KeyStart = _used, KeyLength = key.Length, HasKey = true };
        _used += key.Length;
    }

    /// <summary>Gives the last record a topic of its own: recordings hold records of several.</summary>
    public void AddTopic(string topic)
    {
        while (_topics.Count < Count - 1) _topics.Add(null);
        _topics.Add(topic);
    }

    /// <summary>Appends a record; its value is copied.</summary>
    public void Add(long offset, ReadOnlySpan<byte> value, long appendedUnixMillis = 0, IReadOnlyList<KeyValuePair<string, byte[]>>? headers = null)
    {
        value.CopyTo(Reserve(value.Length));
        Commit(offset, value.Length, appendedUnixMillis, headers);
    }

    /// <summary>Appends a record of another batch with all that it has.</summary>
    public void AddFrom(RecordBatch other, int index)
    {
        Add(other.Offset(index), other.Value(index), other.AppendedUnixMillis(index), other.Headers(index));
        if (other.HasKey(index)) AddKey(other.Key(index));
        if (other.Topic(index) is { } topic) AddTopic(topic);
    }

    /// <summary>Room for a value of <paramref name="length"/> bytes, to be filled before <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_used + length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + length));
        return _bytes.AsSpan(_used, length);
    }

    /// <summary>Appends the record whose value was just written into <see cref="Reserve"/>.</summary>
    public void Commit(long offset, int length, long appendedUnixMillis = 0, IReadOnlyList<KeyValuePair<string, byte[]>>? headers = null)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, _entries.Length * 2);
        if (headers is not null)
        {
            while (_headers.Count <= Count) _headers.Add(null);
            _headers[Count] = headers;
        }

        _entries[Count++] = new Entry(offset, appendedUnixMillis, _used, length, headers is not null);
        _used += length;
    }

    /// <summary>Notes that retention removed records that belong before the next one.</summary>
    public void AddRemoved(RemovedRecords removed) => _removed.Add(removed);

    /// <summary>Forgets all records and keeps the buffers.</summary>
    public void Clear()
    {
        _removed.Clear();
        Count = 0;
        _used = 0;
        _headers.Clear();
        _topics.Clear();
    }

    private readonly record struct Entry(long Offset, long AppendedUnixMillis, int Start, int Length, bool HasHeaders)
    {
        public int KeyStart { get; init; }

        public int KeyLength { get; init; }

        public bool HasKey { get; init; }
    }
}
