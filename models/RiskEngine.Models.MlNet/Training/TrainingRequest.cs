using RiskEngine.Models.Evaluation;
using RiskEngine.Models.MlNet.Features;

namespace RiskEngine.Models.MlNet.Training;

/// <summary>What is to be trained, and on what.</summary>
public sealed record TrainingRequest
{
    /// <summary>How.</summary>
    public required TrainerKind Trainer { get; init; }

    /// <summary>The recordings, all with the same inputs. Windows do not reach from one into the next.</summary>
    public required IReadOnlyList<ChannelTable> Recordings { get; init; }

    /// <summary>What the model is given.</summary>
    public required IReadOnlyList<Feature> Features { get; init; }

    /// <summary>Label column, above zero for an anomaly; needed for the trainers that learn from labels.</summary>
    public string? Label { get; init; }

    /// <summary>Principal components of <see cref="TrainerKind.Pca"/>; null takes a third of the features, at least one, fewer than all.</summary>
    public int? Rank { get; init; }

    /// <summary>Seed of all that is random; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The file to write, a <c>.zip</c>.</summary>
    public required string Out { get; init; }
}
