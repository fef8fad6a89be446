using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>What a record of the signals topic says, its event or alert left as JSON.</summary>
public sealed class SignalHead
{
    private readonly Dictionary<string, int> _producers = [];

    /// <summary>What it says.</summary>
    public SignalKind Kind { get; internal set; }

    /// <summary>Whether it is a signal, with a place and a number of its own, and not what a producer says of itself.</summary>
    public bool IsSignal => Kind is SignalKind.Event or SignalKind.Alert or SignalKind.Seen;

    /// <summary>The task that sent it, <c>topic/partition</c>.</summary>
    public string Producer { get; internal set; } = "";

    /// <summary>Fencing epoch of the owner that sent it.</summary>
    public long Epoch { get; internal set; }

    /// <summary>Its number among the signals to its partition; of markers and owners, that of the signal before.</summary>
    public long Number { get; internal set; }

    /// <summary>Where it came about.</summary>
    public SignalPlace Place { get; internal set; }

    /// <summary>How far the producer has come; null where it has seen no event.</summary>
    public EventTime? Clock { get; internal set; }

    /// <summary>Whether the producer's log holds no more.</summary>
    public bool IsIdle { get; internal set; }

    /// <summary>How many partitions the signals topic has, as the owner sees it.</summary>
    public int Partitions { get; internal set; }

    /// <summary>How many partitions each input topic has, as the owner sees it.</summary>
    public IReadOnlyDictionary<string, int> Producers => _producers;

    /// <summary>Where the JSON of the event or the alert begins in the record.</summary>
    internal int BodyStart { get; set; }

    /// <summary>How many bytes it has.</summary>
    internal int BodyLength { get; set; }

    internal void Clear()
    {
        (Kind, Producer, Epoch, Number, Place, Clock) = (SignalKind.Marker, "", 0, 0, SignalPlace.None, null);
        (IsIdle, Partitions, BodyStart, BodyLength) = (false, 0, 0, 0);
        _producers.Clear();
    }

    internal void AddProducer(string topic, int partitions) => _producers[topic] = partitions;
}
