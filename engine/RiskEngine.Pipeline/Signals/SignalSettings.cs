using RiskEngine.Core.Signals;

namespace RiskEngine.Pipeline.Signals;

/// <summary>How the tasks of an engine talk to rules over several partitions.</summary>
public sealed record SignalSettings
{
    /// <summary>The topic that holds signals: its tasks evaluate the rules over several partitions.</summary>
    public required string Topic { get; init; }

    /// <summary>Knows which partitions there are.</summary>
    public required ISignalTopics Topics { get; init; }

    /// <summary>How many segments of a site path form the area whose signals lie together.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>What that level of area is called.</summary>
    public string Level { get; init; } = "";

    /// <summary>How long a producer that says nothing is waited for; default 30 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Slows down who is far ahead.</summary>
    public DriftCap? Drift { get; init; }

    /// <summary>How often a task tells how far it has come, while it goes on; default 250 ms.</summary>
    public TimeSpan MarkEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Where signals go.</summary>
    public SignalRoute RouteOf(SignalTopology topology) => new(topology.Partitions, Depth, Level);
}
