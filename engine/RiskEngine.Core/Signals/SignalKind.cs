namespace RiskEngine.Core.Signals;

/// <summary>What a record of the signals topic says.</summary>
public enum SignalKind : byte
{
    /// <summary>An event that a rule over several partitions may need.</summary>
    Event,

    /// <summary>A transition of an alert that such a rule counts.</summary>
    Alert,

    /// <summary>That a source has spoken which such a rule counts among those of its area.</summary>
    Seen,

    /// <summary>How far its producer has come.</summary>
    Marker,

    /// <summary>Its producer has a new owner, who tells which producers there are.</summary>
    Owner,
}
