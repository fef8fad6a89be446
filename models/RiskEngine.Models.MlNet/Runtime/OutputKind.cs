namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>What the number is that a trained model gives.</summary>
internal enum OutputKind
{
    /// <summary>A score of any size; the larger, the stranger.</summary>
    Score,

    /// <summary>A probability of being an anomaly, 0 to 1.</summary>
    Probability,

    /// <summary>Yes or no.</summary>
    Label,
}
