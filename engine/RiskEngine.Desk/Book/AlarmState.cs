namespace RiskEngine.Desk.Book;

/// <summary>The states of an alarm by ANSI/ISA-18.2-2016, without latching.</summary>
public enum AlarmState : byte
{
    /// <summary>There is none, or it has ended and somebody knows of it.</summary>
    Normal,

    /// <summary>It is there, and nobody has said that he knows.</summary>
    Unacknowledged,

    /// <summary>It is there, and somebody knows.</summary>
    Acknowledged,

    /// <summary>It has ended before anybody said that he knows.</summary>
    ReturnedUnacknowledged,

    /// <summary>Somebody has put it aside for a time.</summary>
    Shelved,

    /// <summary>Another alarm explains it.</summary>
    SuppressedByDesign,

    /// <summary>A silence covers it.</summary>
    OutOfService,
}
