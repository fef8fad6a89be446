using RiskEngine.Core.Desk;
using RiskEngine.Core.Secrets;
using RiskEngine.Pipeline.Running;
using RiskEngine.Reading;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Running;

namespace RiskEngine.Service.Http.Api;

/// <summary>Whatever the API tells of, as it is when it is asked.</summary>
internal sealed record ApiSources
{
    /// <summary>What is read of the whole; null where this instance does not read it.</summary>
    public ReadModel? Model { get; init; }

    /// <summary>What the tasks of this instance said last.</summary>
    public required Func<IReadOnlyList<TaskReport>> Tasks { get; init; }

    /// <summary>Whether the engine is ready.</summary>
    public required Func<HealthReport> Health { get; init; }

    /// <summary>Whether Kafka, and the store, answered at the last attempt.</summary>
    public required Func<(bool Kafka, bool Store)> Contacts { get; init; }

    /// <summary>The rules.</summary>
    public required ActiveRules Rules { get; init; }

    /// <summary>Their file or folder.</summary>
    public required string RulesPath { get; init; }

    /// <summary>The models that they may ask.</summary>
    public required ModelSet Models { get; init; }

    /// <summary>The silences that stand in the file of the desk.</summary>
    public IReadOnlyList<SilencePolicy> Silences { get; init; } = [];

    /// <summary>Asks something of the desk: its area and the request, as <c>risk.feedback.v1</c> has them; null where this engine keeps no desk.</summary>
    public Func<string, byte[], Task>? Ask { get; init; }

    /// <summary>How many segments a desk area has.</summary>
    public int DeskDepth { get; init; }

    /// <summary>Names of the levels of a site path, outermost first.</summary>
    public required IReadOnlyList<string> AreaLevels { get; init; }

    /// <summary>The time zone of the site, which those who look on may be far from; null where nobody has named it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What is not shown.</summary>
    public required KnownSecrets Secrets { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Time { get; init; }
}
