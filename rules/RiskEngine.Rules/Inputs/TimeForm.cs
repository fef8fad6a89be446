namespace RiskEngine.Rules.Inputs;

/// <summary>How a time is written in a payload.</summary>
internal enum TimeForm
{
    /// <summary>A date and time with its offset, or a number whose size tells its unit.</summary>
    Auto,
    UnixSeconds,
    UnixMilliseconds,
    UnixMicroseconds,
    UnixNanoseconds,

    /// <summary>A date and time with its offset.</summary>
    Rfc3339,

    /// <summary>A date and time of the mapping's zone.</summary>
    Local,

    /// <summary>Days since 1899-12-30 in the mapping's zone, as spreadsheets count.</summary>
    Excel,

    /// <summary>As <c>format</c> says.</summary>
    Format,
}
