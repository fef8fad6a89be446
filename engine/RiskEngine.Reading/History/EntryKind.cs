namespace RiskEngine.Reading.History;

/// <summary>Which records of the desk are meant.</summary>
public enum EntryKind
{
    /// <summary>What people are not told of.</summary>
    Suppressed,

    /// <summary>Who did what.</summary>
    Audit,
}
