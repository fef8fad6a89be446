using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>What a backtest is asked to do.</summary>
public sealed record BacktestRequest
{
    /// <summary>The <see cref="Lateness"/> of kinds for which none is given.</summary>
    public static readonly TimeSpan LatenessByDefault = TimeSpan.FromSeconds(2);

    /// <summary>The rules.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>The events.</summary>
    public required Recording Recording { get; init; }

    /// <summary>How long after the newest event an event may still come, by kind.</summary>
    public ByKind<TimeSpan> Lateness { get; init; } = new(LatenessByDefault, []);

    /// <summary>How far behind the newest event of its source an event may be, by kind.</summary>
    public ByKind<TimeSpan> Disorder { get; init; } = new(TimeSpan.Zero, []);

    /// <summary>How long after a delivery of an event further ones do not count, by kind; zero where all do.</summary>
    public ByKind<TimeSpan> Deduplicate { get; init; } = new(TimeSpan.Zero, TaskDefinition.DeduplicateByDefault);

    /// <summary>The changed rules to compare with; null for none.</summary>
    public IReadOnlyList<Rule>? Changed { get; init; }

    /// <summary>Labelled incidents; null for none.</summary>
    public IReadOnlyList<Incident>? Incidents { get; init; }

    /// <summary>How near an alert must be to an incident.</summary>
    public MatchWindow Window { get; init; } = MatchWindow.Default;

    /// <summary>Whether the measures are wanted too, for a timeline: the events are read a second time.</summary>
    public bool WithSeries { get; init; }
}
