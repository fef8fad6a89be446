using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>What is known of one producer of signals.</summary>
internal sealed class ProducerState(string name)
{
    /// <summary>The task, <c>topic/partition</c>.</summary>
    public string Name => name;

    /// <summary>Whether the last owner that spoke knows of it.</summary>
    public bool IsListed { get; set; }

    /// <summary>Fencing epoch of the owner that introduced itself last.</summary>
    public long Epoch { get; set; }

    /// <summary>Where its last signal came about.</summary>
    public SignalPlace Last { get; set; } = SignalPlace.None;

    /// <summary>The number of its last signal.</summary>
    public long Number { get; set; }

    /// <summary>How far it has come; <see cref="EventTime.MinValue"/> where it has seen no event.</summary>
    public EventTime Clock { get; set; } = EventTime.MinValue;

    /// <summary>Whether its log held no more when it spoke last.</summary>
    public bool IsIdle { get; set; }

    /// <summary>When it was heard of last, or named first, by the clock of the roster.</summary>
    public EventTime Heard { get; set; }

    /// <summary>Whether it has spoken.</summary>
    public bool HasSpoken { get; set; }

    public void Save(StateWriter writer)
    {
        writer.Bool(IsListed);
        writer.Bool(HasSpoken);
        writer.Bool(IsIdle);
        writer.Int(Epoch);
        writer.Int(Last.Offset);
        writer.Int(Last.Index);
        writer.Int(Last.Ordinal);
        writer.Int(Number);
        writer.Int(Clock.Micros);
        writer.Int(Heard.Micros);
    }

    public void Restore(ref StateReader reader)
    {
        (IsListed, HasSpoken, IsIdle) = (reader.Bool(), reader.Bool(), reader.Bool());
        Epoch = reader.Int();
        Last = new SignalPlace(reader.Int(), (int)reader.Int(), (int)reader.Int());
        Number = reader.Int();
        (Clock, Heard) = (reader.TimeAhead(), reader.TimeAhead());
    }
}
