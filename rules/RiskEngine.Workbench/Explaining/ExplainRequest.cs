using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Explaining;

/// <summary>What is to be explained: one event, one alert, or the state of a rule for a key.</summary>
public sealed record ExplainRequest
{
    /// <summary>The rules.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>The events.</summary>
    public required Recording Recording { get; init; }

    /// <summary>How long after the newest event an event may still come, by kind.</summary>
    public ByKind<TimeSpan> Lateness { get; init; } = new(BacktestRequest.LatenessByDefault, []);

    /// <summary>How far behind the newest event of its source an event may be, by kind.</summary>
    public ByKind<TimeSpan> Disorder { get; init; } = new(TimeSpan.Zero, []);

    /// <summary>How long after a delivery of an event further ones do not count, by kind; zero where all do.</summary>
    public ByKind<TimeSpan> Deduplicate { get; init; } = new(TimeSpan.Zero, TaskDefinition.DeduplicateByDefault);

    /// <summary>Id of an event, or its number in the recording, from 0; null for the other two.</summary>
    public string? Event { get; init; }

    /// <summary>Id of an alert, or of one of its transitions; null for the other two.</summary>
    public string? Alert { get; init; }

    /// <summary>A key, together with <see cref="RuleId"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The rule whose state for the key is asked for.</summary>
    public string? RuleId { get; init; }

    /// <summary>The time at which the state is asked for; null for the end of the recording.</summary>
    public EventTime? At { get; init; }
}
