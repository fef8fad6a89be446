namespace RiskEngine.Sinks.Notices;

/// <summary>What a sink does with rehearsals.</summary>
public enum DrillChoice
{
    /// <summary>Sends them, marked as what they are.</summary>
    Include,

    /// <summary>Sends nothing else.</summary>
    Only,

    /// <summary>Sends none.</summary>
    Skip,
}
