using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>What a backtest found.</summary>
public sealed record BacktestResult
{
    /// <summary>The event time covered.</summary>
    public required RecordedSpan Recorded { get; init; }

    /// <summary>The counts of events and transitions.</summary>
    public required Ledger Ledger { get; init; }

    /// <summary>The alerts.</summary>
    public required AlertHistory History { get; init; }

    /// <summary>How many events each rule looked at, by rule id.</summary>
    public required IReadOnlyDictionary<string, long> MatchedEvents { get; init; }

    /// <summary>How many conditions could not be evaluated, by rule id.</summary>
    public required IReadOnlyDictionary<string, long> ConditionErrors { get; init; }

    /// <summary>What could not be evaluated first in the <c>where</c> of rules, by rule id.</summary>
    public IReadOnlyDictionary<string, string> FirstConditionErrors { get; init; } = new Dictionary<string, string>();

    /// <summary>What rules looked at and did not measure.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>The sources whose times are worst.</summary>
    public IReadOnlyList<ClockFault> ClockFaults { get; init; } = [];

    /// <summary>Times that were numbers of another unit than milliseconds.</summary>
    public IReadOnlyList<ReadTimes> ReadTimes { get; init; } = [];

    /// <summary>Mapped events whose record has a key that is not their site.</summary>
    public long KeysNotSite { get; init; }

    /// <summary>What was rejected, by reason, the most frequent first.</summary>
    public IReadOnlyList<RejectionCount> Rejections { get; init; } = [];

    /// <summary>Whether the recording held events.</summary>
    public bool HasEvents => Ledger.Consumed > Ledger.DeadLettered;

    /// <summary>The alerts held against labels; null where there were none.</summary>
    public LabelScore? Labels { get; init; }

    /// <summary>What the changed rules change; null where there were none.</summary>
    public RuleSetComparison? Comparison { get; init; }

    /// <summary>Alerts that were open at the end, pending ones among them.</summary>
    public int OpenAtEnd { get; init; }

    /// <summary>The measures of the most interesting keys, rule by rule; empty where they were not wanted.</summary>
    public IReadOnlyList<MeasureSeries> Series { get; init; } = [];
}
