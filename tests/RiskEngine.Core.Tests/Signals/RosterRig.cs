using RiskEngine.Core.Signals;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Signals;

/// <summary>A reader of signals, told record by record what its log holds.</summary>
internal sealed class RosterRig
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
    private static readonly SignalRoute Route = new(2, 1, "district");
    private readonly SignalReader _reader = new();
    private long _offset;

    public ProducerRoster Roster { get; } = new(Patience);

    /// <summary>When the log takes the next record, in seconds after the start.</summary>
    public double Clock { get; set; }

    /// <summary>How many offsets lie between two records: transactions leave holes.</summary>
    public int Holes { get; set; }

    /// <summary>How far all have come, in seconds after the start; null where nobody knows.</summary>
    public double? Least => Roster.Least() is { } least ? (least - Start).TotalSeconds : null;

    /// <summary>How far the slowest has come that has something to read, in seconds after the start.</summary>
    public double? Slowest
    {
        get
        {
            Roster.Least();
            return Roster.Slowest is { } slowest ? (slowest - Start).TotalSeconds : null;
        }
    }

    public ProducerVerdict Owner(string producer, long epoch, int partitions = 2) =>
        Take(new SignalEncoder(new SignalSource(producer, epoch)).Owner(SignalPlace.None, 0, Route, new Dictionary<string, int> { ["sensor"] = partitions }));

    public ProducerVerdict Marker(string producer, double? clock, bool isIdle = false, long epoch = 1, long number = 0) =>
        Take(new SignalEncoder(new SignalSource(producer, epoch)).Marker(SignalPlace.None, number, clock is { } at ? Start + TimeSpan.FromSeconds(at) : null, isIdle));

    public ProducerVerdict Event(string producer, long offset, long number, long epoch = 1, int index = 1) =>
        Take(new SignalEncoder(new SignalSource(producer, epoch)).Event(new SignalPlace(offset, index, 0), number, "hx", "{}"u8));

    /// <summary>Offset of the record that was taken last.</summary>
    public long LastOffset => _offset - 1 - Holes;

    private ProducerVerdict Take(byte[] value)
    {
        Assert.True(_reader.TryRead(value, out var fault), fault);
        var offset = _offset;
        _offset += 1 + Holes;
        return Roster.Take(_reader.Head, offset, (Start + TimeSpan.FromSeconds(Clock)).UnixMilliseconds);
    }
}
