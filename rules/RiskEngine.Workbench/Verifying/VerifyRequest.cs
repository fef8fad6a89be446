using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Verifying;

/// <summary>What is to be derived again, and from what.</summary>
public sealed record VerifyRequest
{
    /// <summary>The transitions as they were published.</summary>
    public required IReadOnlyList<PublishedAlert> Alerts { get; init; }

    /// <summary>The rule sets that were in force, one after the other; an alert is derived with the first that holds its rule with its hash.</summary>
    public required IReadOnlyList<IReadOnlyList<Rule>> RuleSets { get; init; }

    /// <summary>The log, with the ticks of its idle clocks where it was kept with them.</summary>
    public required Recording Log { get; init; }

    /// <summary>How the engine made its tasks; null where nobody knows, and they are made from the options here and the defaults.</summary>
    public EngineTasks? Engine { get; init; }

    /// <summary>The language of <c>message</c>, by its tag.</summary>
    public string Language { get; init; } = AlertSentence.DefaultLanguage;

    /// <summary>How long after the newest event an event may still come, by kind.</summary>
    public ByKind<TimeSpan> Lateness { get; init; } = new(BacktestRequest.LatenessByDefault, []);

    /// <summary>How far behind the newest event of its source an event may be, by kind.</summary>
    public ByKind<TimeSpan> Disorder { get; init; } = new(TimeSpan.Zero, []);

    /// <summary>How long after a delivery of an event further ones do not count, by kind.</summary>
    public ByKind<TimeSpan> Deduplicate { get; init; } = new(TimeSpan.Zero, TaskDefinition.DeduplicateByDefault);
}
