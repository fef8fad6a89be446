using RiskEngine.Core.Events;

namespace RiskEngine.Simulator.Communities;

/// <summary>How one type of device behaves on an ordinary day.</summary>
/// <param name="kind">The kind of its ordinary events.</param>
/// <param name="prefix">The start of its sources' names.</param>
/// <param name="interval">How often it wakes, before jitter.</param>
internal abstract class DeviceModel(string kind, string prefix, TimeSpan interval)
{
    /// <summary>The kind of its ordinary events.</summary>
    public string Kind { get; } = kind;

    /// <summary>The start of its sources' names.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>How often it wakes, before jitter.</summary>
    public TimeSpan Interval { get; } = interval;

    /// <summary>The first segment of the kind.</summary>
    public EventFamily Family { get; } = Enum.Parse<EventFamily>(kind.AsSpan(0, kind.IndexOf('.')), ignoreCase: true);

    /// <summary>Whether its link keeps order and its messages are re-sent until they are through, as with a wired controller.</summary>
    public virtual bool IsReliable => false;

    /// <summary>Says what the device has to say when it wakes.</summary>
    public abstract void Wake(Device device, Dice dice, in Moment now, Outbox outbox);
}
