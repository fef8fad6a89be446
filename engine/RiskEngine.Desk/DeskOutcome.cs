namespace RiskEngine.Desk;

/// <summary>What becomes of a transition.</summary>
internal enum DeskOutcome : byte
{
    /// <summary>People are told.</summary>
    Notified,

    /// <summary>It tells people nothing new.</summary>
    Folded,

    /// <summary>A silence covers it.</summary>
    Silenced,

    /// <summary>Somebody has shelved the alert.</summary>
    Shelved,

    /// <summary>Another alert explains it.</summary>
    Inhibited,

    /// <summary>It waits for the digest.</summary>
    Budgeted,
}
