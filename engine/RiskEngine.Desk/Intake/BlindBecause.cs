namespace RiskEngine.Desk.Intake;

/// <summary>Why a risk cannot be seen.</summary>
public enum BlindBecause : byte
{
    /// <summary>Devices have fallen silent.</summary>
    SourcesSilent,

    /// <summary>A partition that a rule needs is not heard of.</summary>
    ProducerIncomplete,

    /// <summary>A rule gets no data.</summary>
    RuleWithoutData,
}
