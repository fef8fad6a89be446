namespace RiskEngine.Workbench.Reporting;

/// <summary>The alerts of one rule over the span of a report.</summary>
/// <param name="Rule">Its id.</param>
public sealed record RuleFigures(string Rule)
{
    /// <summary>Alerts that were raised.</summary>
    public int Alerts { get; init; }

    /// <summary>By the gravest grade that each reached: blue, yellow, orange, red.</summary>
    public IReadOnlyList<int> ByGrade { get; init; } = [0, 0, 0, 0];

    /// <summary>Closed as trouble.</summary>
    public int True { get; init; }

    /// <summary>Closed as false.</summary>
    public int False { get; init; }

    /// <summary>Of those that were judged, the share that was false, 0 to 1; null where none was judged.</summary>
    public double? FalseShare => True + False == 0 ? null : (double)False / (True + False);

    /// <summary>Middle time from raising to end, of those that ended; null where none did.</summary>
    public TimeSpan? MedianLife { get; init; }

    /// <summary>Open for longer than a day.</summary>
    public int Stale { get; init; }

    /// <summary>Keys that raised three alerts or more within ten minutes, or whose alert flapped.</summary>
    public int Chattering { get; init; }

    /// <summary>Part of all alerts, 0 to 1.</summary>
    public double Part { get; init; }

    /// <summary>What the figures speak for.</summary>
    public RuleAdvice Advice { get; init; }

    /// <summary>Why, and what to change; empty where it is kept.</summary>
    public IReadOnlyList<string> Because { get; init; } = [];
}
