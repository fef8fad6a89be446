namespace RiskEngine.Core.Versions;

/// <summary>What there are versions of.</summary>
public enum VersionKind : byte
{
    /// <summary>A rule, by the hash that its alerts name.</summary>
    Rule,

    /// <summary>A model of the catalogue, by the hash of its parameters.</summary>
    Model,

    /// <summary>The desk's file.</summary>
    Desk,

    /// <summary>A mapping.</summary>
    Mapping,

    /// <summary>All that was in force together.</summary>
    Set,
}
