namespace RiskEngine.Models.MlNet.Training;

/// <summary>How a model is trained.</summary>
public enum TrainerKind
{
    /// <summary>Randomised principal components: many channels, no labels (Halko, Martinsson and Tropp, 2011).</summary>
    Pca,

    /// <summary>Boosted regression trees, where labels exist (Friedman, 2001).</summary>
    FastTree,

    /// <summary>Gradient boosting over histograms, grown leaf by leaf, where labels exist (Ke and others, 2017).</summary>
    LightGbm,
}
