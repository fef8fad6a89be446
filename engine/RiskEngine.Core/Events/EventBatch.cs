namespace RiskEngine.Core.Events;

/// <summary>Decoded events with the attributes and ids that they refer to, in reused buffers.</summary>
/// <remarks>Owned by one thread. An event is added whole: first its attributes and id, then the event that names them.</remarks>
public sealed class EventBatch
{
    private Event[] _events = new Event[256];
    private EventAttribute[] _attributes = new EventAttribute[256];
    private byte[] _ids = new byte[4096];

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many attributes have been added; the index of the next one.</summary>
    public int AttributeCount { get; private set; }

    /// <summary>How many id bytes have been added; the start of the next id.</summary>
    public int IdByteCount { get; private set; }

    /// <summary>The events, in the order added.</summary>
    public ReadOnlySpan<Event> Events => _events.AsSpan(0, Count);

    /// <summary>All attributes; an event names its slice.</summary>
    public ReadOnlySpan<EventAttribute> Attributes => _attributes.AsSpan(0, AttributeCount);

    /// <summary>All ids as UTF-8; an event names its slice.</summary>
    public ReadOnlySpan<byte> IdBytes => _ids.AsSpan(0, IdByteCount);

    /// <summary>The event at <paramref name="index"/>.</summary>
    public ref readonly Event this[int index] => ref _events[index];

    /// <summary>The attributes of one event.</summary>
    public ReadOnlySpan<EventAttribute> AttributesOf(in Event e) => _attributes.AsSpan(e.FirstAttribute, e.AttributeCount);

    /// <summary>The id of one event as UTF-8; empty where it has none of its own.</summary>
    public ReadOnlySpan<byte> IdOf(in Event e) => _ids.AsSpan(e.IdStart, e.IdLength);

    /// <summary>Appends an attribute of the event that will be added next.</summary>
    public void AddAttribute(in EventAttribute attribute)
    {
        if (AttributeCount == _attributes.Length) Array.Resize(ref _attributes, _attributes.Length * 2);
        _attributes[AttributeCount++] = attribute;
    }

    /// <summary>Appends the id of the event that will be added next.</summary>
    public void AddId(ReadOnlySpan<byte> id)
    {
        if (IdByteCount + id.Length > _ids.Length) Array.Resize(ref _ids, Math.Max(_ids.Length * 2, IdByteCount + id.Length));
        id.CopyTo(_ids.AsSpan(IdByteCount));
        IdByteCount += id.Length;
    }

    /// <summary>Appends an event whose attributes and id were added before it.</summary>
    public void Add(in Event e)
    {
        if (Count == _events.Length) Array.Resize(ref _events, _events.Length * 2);
        _events[Count++] = e;
    }

    /// <summary>Appends a copy of an event of another batch, with its attributes and id.</summary>
    public void AddCopy(in Event e, EventBatch from)
    {
        var firstAttribute = AttributeCount;
        var idStart = IdByteCount;
        foreach (ref readonly var attribute in from.AttributesOf(e)) AddAttribute(attribute);
        if (e.IdLength > 0) AddId(from.IdOf(e));
        Add(e with { FirstAttribute = firstAttribute, IdStart = idStart });
    }

    /// <summary>Takes back the attributes and id bytes of an event that turned out to be bad.</summary>
    public void Rewind(int attributeCount, int idByteCount)
    {
        AttributeCount = attributeCount;
        IdByteCount = idByteCount;
    }

    /// <summary>Forgets everything and keeps the buffers.</summary>
    public void Clear()
    {
        Count = 0;
        AttributeCount = 0;
        IdByteCount = 0;
    }
}
