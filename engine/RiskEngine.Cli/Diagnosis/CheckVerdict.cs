namespace RiskEngine.Cli.Diagnosis;

/// <summary>How grave a finding is.</summary>
internal enum CheckVerdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The engine runs with it, and somebody should know.</summary>
    Note,

    /// <summary>The engine does not start with it, or loses something.</summary>
    Fault,
}
