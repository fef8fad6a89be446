namespace RiskEngine.Desk.Book;

/// <summary>Why an alert is kept from people.</summary>
internal enum HoldReason : byte
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>A silence.</summary>
    Silenced,

    /// <summary>Somebody has shelved it.</summary>
    Shelved,

    /// <summary>Another alert explains it.</summary>
    Inhibited,
}
