namespace RiskEngine.Workbench.Migration;

/// <summary>Where a row's time stands and how it is written.</summary>
/// <param name="Column">The column.</param>
/// <param name="Format">A .NET date and time format, <c>unix_s</c> or <c>unix_ms</c>.</param>
/// <param name="Offset">Offset from UTC of times that name none.</param>
internal sealed record CsvTime(string Column, string Format, TimeSpan Offset)
{
    /// <summary>Seconds since the Unix epoch, fractions allowed.</summary>
    public const string UnixSeconds = "unix_s";

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public const string UnixMilliseconds = "unix_ms";
}
