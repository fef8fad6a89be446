namespace RiskEngine.Sinks.Cap;

/// <summary>How a message is to be taken.</summary>
public enum CapStatus
{
    /// <summary>By everybody whom it is for.</summary>
    Actual,

    /// <summary>By those who take part in an exercise.</summary>
    Exercise,

    /// <summary>By machines only.</summary>
    System,

    /// <summary>By nobody: the way that it takes is tested.</summary>
    Test,

    /// <summary>By nobody yet.</summary>
    Draft,
}
