using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Cli.Commands;

/// <summary>What <c>replay</c> is asked for.</summary>
internal sealed record ReplayRequest
{
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The mappings of records that are not written in the event contract; null where all are.</summary>
    public MappedInputs? Inputs { get; init; }

    public required string BootstrapServers { get; init; }

    public string TopicPrefix { get; init; } = "";

    /// <summary>Event seconds per wall second; null for flat out.</summary>
    public double? Speed { get; init; }

    /// <summary>Most events per second; null for no limit.</summary>
    public int? Rate { get; init; }
}
