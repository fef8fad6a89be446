namespace RiskEngine.Core.Time;

/// <summary>What a number that counts from 1970 counts.</summary>
public enum UnixUnit : byte
{
    /// <summary>Thousandths of a second.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Millionths of a second.</summary>
    Microseconds,

    /// <summary>Billionths of a second.</summary>
    Nanoseconds,
}
