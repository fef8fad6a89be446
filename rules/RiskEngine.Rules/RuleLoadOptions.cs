using RiskEngine.Core.Scoring;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Reading.Types;

namespace RiskEngine.Rules;

/// <summary>What the loader needs to know beside the files.</summary>
public sealed record RuleLoadOptions
{
    /// <summary>The defaults.</summary>
    public static readonly RuleLoadOptions Default = new();

    /// <summary>Names of the levels of the site path that <c>by</c> may name, from the first segment on.</summary>
    public IReadOnlyList<string> AreaLevels { get; init; } = ["district", "community", "grid", "building"];

    /// <summary>How many of these levels, from the first on, form the area whose signals lie together (<c>Signals:AreaLevel</c>); default 1.</summary>
    public int SignalDepth { get; init; } = 1;

    /// <summary>Pseudonymised attributes of access events that <c>by</c> may name.</summary>
    public IReadOnlyList<string> PersonAttributes { get; init; } = ["credential", "card", "plate"];

    /// <summary>How often sources of a kind usually report, by kind pattern; for the warning about short windows.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ReportingIntervals { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>The models that rules of the types score and baseline may name.</summary>
    public IReadOnlyList<IModel> Models { get; init; } = [];

    /// <summary>The rule types that rules may have; those that we ship where nothing else is said.</summary>
    internal IReadOnlyList<RuleType> Types { get; init; } = RuleTypes.All;

    /// <summary>Largest file that is read, in bytes; default 512 KiB.</summary>
    public int MaxFileBytes { get; init; } = 512 * 1024;

    /// <summary>Most rule files; default 100,000.</summary>
    public int MaxFiles { get; init; } = 100_000;
}
