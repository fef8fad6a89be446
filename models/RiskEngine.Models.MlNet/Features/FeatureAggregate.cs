namespace RiskEngine.Models.MlNet.Features;

/// <summary>What a feature takes of an input.</summary>
public enum FeatureAggregate
{
    /// <summary>Its value in this row.</summary>
    Last,

    /// <summary>The mean over the window.</summary>
    Avg,

    /// <summary>The least value of the window.</summary>
    Min,

    /// <summary>The greatest value of the window.</summary>
    Max,

    /// <summary>The sum over the window.</summary>
    Sum,

    /// <summary>How many values the window has.</summary>
    Count,

    /// <summary>The standard deviation over the window, of the population.</summary>
    Stddev,
}
