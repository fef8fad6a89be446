namespace RiskEngine.Desk;

/// <summary>What falls due, in the order in which it is seen to where several do at one time.</summary>
internal enum DueKind : byte
{
    /// <summary>A silence may be over.</summary>
    Silence,

    /// <summary>A shelf is over.</summary>
    Shelf,

    /// <summary>An alert has kept others from people for as long as it may.</summary>
    Inhibition,

    /// <summary>The grade of an incident has been lower for long enough.</summary>
    Ease,

    /// <summary>The alerts of an incident have been over for long enough.</summary>
    Quiet,

    /// <summary>What waited for more is to be told.</summary>
    Tell,

    /// <summary>Nobody has acknowledged in time.</summary>
    Escalation,

    /// <summary>A shift is over.</summary>
    Shift,

    /// <summary>The picture of an incident is out of date.</summary>
    Picture,

    /// <summary>An area is to be looked at.</summary>
    Place,
}
