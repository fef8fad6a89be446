namespace RiskEngine.Models.Evaluation;

/// <summary>A model measured on one collection: the figures, and what they came from.</summary>
public sealed record BenchmarkRun
{
    /// <summary>What it was measured on.</summary>
    public required string Data { get; init; }

    /// <summary>The figures.</summary>
    public required IReadOnlyList<BenchmarkRow> Rows { get; init; }

    /// <summary>The recordings with their labels.</summary>
    public required IReadOnlyList<LabelledSeries> Series { get; init; }

    /// <summary>One score per row of each.</summary>
    public required IReadOnlyList<double[]> Scores { get; init; }

    /// <summary>The threshold of the main figure, one for every series.</summary>
    public required double Threshold { get; init; }

    /// <summary>Alarms this close are one alert.</summary>
    public required TimeSpan Merge { get; init; }

    /// <summary>Which rows of a series are judged; null leaves out NAB's probation.</summary>
    public Func<LabelledSeries, RowRange>? Span { get; init; }

    /// <summary>Events found at the threshold, over all series.</summary>
    public EventScore At(double threshold) => EventScore.At(threshold, Series, Scores, Merge, Span);

    /// <summary>Events found in one series at the threshold of the run.</summary>
    public EventScore Of(int series) => EventScore.At(Threshold, [Series[series]], [Scores[series]], Merge, Span);

    /// <summary>Events found within each budget of false alerts per series and day, the budgets from small to large.</summary>
    public IReadOnlyList<EventScore> Curve() => [.. Budgets.Select(budget => EventScore.Within(budget, Series, Scores, Merge, Span))];

    /// <summary>The budgets of <see cref="Curve"/>, in false alerts per series and day.</summary>
    public static IReadOnlyList<double> Budgets { get; } = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
}
