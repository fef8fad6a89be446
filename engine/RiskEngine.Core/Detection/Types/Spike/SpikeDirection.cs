namespace RiskEngine.Core.Detection.Types.Spike;

/// <summary>Which way a spike goes.</summary>
public enum SpikeDirection : byte
{
    /// <summary>More than before.</summary>
    Up,

    /// <summary>Less than before.</summary>
    Down,

    /// <summary>Either.</summary>
    Both,
}
