using RiskEngine.Bench;

namespace RiskEngine.LoadTest;

/// <summary>All that one load test measured.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Figures">The stretches, in order.</param>
/// <param name="FromMemory">Ceilings without Kafka, on one core; empty where they were not asked for.</param>
internal sealed record LoadResult(LoadRequest Request, IReadOnlyList<LoadFigure> Figures, IReadOnlyList<BenchFigure> FromMemory)
{
    /// <summary>The stretch in which a rate was held; null where none was.</summary>
    public LoadFigure? Sustained => Figures.FirstOrDefault(figure => figure.Stretch == LoadFigure.Sustained);

    /// <summary>Whether a rate was sustained and no stretch has a fault, but for attempts at higher rates.</summary>
    public bool IsSound => Sustained is not null && Figures.All(figure => figure.Fault is null || figure.Stretch == LoadFigure.Attempt);

    /// <summary>How fast a subject was when as much came as it took; null where it was not measured.</summary>
    public LoadFigure? LimitOf(LoadSubject subject) =>
        Figures.FirstOrDefault(figure => figure.Subject == subject.Name && figure.Stretch == LoadFigure.Limit && figure.Fault is null);
}
