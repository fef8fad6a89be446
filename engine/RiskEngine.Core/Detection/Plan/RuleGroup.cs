namespace RiskEngine.Core.Detection.Plan;

/// <summary>Rules that share one detector; it is made when all of them are known.</summary>
internal abstract class RuleGroup
{
    /// <summary>Groups of a lower rank are completed before; completing one may add to those of a higher rank, and to no other.</summary>
    public abstract int Rank { get; }

    /// <summary>Attaches the detector.</summary>
    public abstract void Complete(DetectorPlan plan);
}
