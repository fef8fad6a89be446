using RiskEngine.Core.Events;

namespace RiskEngine.Simulator.Communities;

/// <summary>One device of the community.</summary>
public sealed class Device
{
    internal Device(int index, string source, string site, DeviceModel model, double character)
    {
        Index = index;
        Source = source;
        Site = site;
        Model = model;
        Character = character;
    }

    /// <summary>Position in <see cref="Community.Devices"/>.</summary>
    public int Index { get; }

    /// <summary>The name that its events carry as <c>source</c>, e.g. <c>gas-00012</c>.</summary>
    public string Source { get; }

    /// <summary>Where it stands.</summary>
    public string Site { get; }

    /// <summary>The kind of its ordinary events, e.g. <c>sensor.gas</c>.</summary>
    public string Kind => Model.Kind;

    /// <summary>The family that all its events belong to.</summary>
    public EventFamily Family => Model.Family;

    internal DeviceModel Model { get; }

    /// <summary>How this device differs from its model's average, -1 to 1.</summary>
    internal double Character { get; }
}
