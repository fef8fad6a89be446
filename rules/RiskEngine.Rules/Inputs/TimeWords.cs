namespace RiskEngine.Rules.Inputs;

/// <summary>The words of <c>time.as</c>.</summary>
internal static class TimeWords
{
    /// <summary>Microseconds that no time of the calendar reaches.</summary>
    public const double Farthest = 2.5e17;

    public static readonly (string Word, TimeForm Form, string Meaning)[] All =
    [
        ("auto", TimeForm.Auto, "A date and time with its offset, or a number since 1970 whose size tells seconds, milli-, micro- or nanoseconds."),
        ("unix_s", TimeForm.UnixSeconds, "Seconds since 1970."),
        ("unix_ms", TimeForm.UnixMilliseconds, "Milliseconds since 1970."),
        ("unix_us", TimeForm.UnixMicroseconds, "Microseconds since 1970."),
        ("unix_ns", TimeForm.UnixNanoseconds, "Nanoseconds since 1970."),
        ("rfc3339", TimeForm.Rfc3339, "A date and time with its offset."),
        ("local", TimeForm.Local, "A date and time on the clock of time.zone."),
        ("excel", TimeForm.Excel, "Days of a spreadsheet, since 1899-12-30; in time.zone where there is one, else UTC."),
    ];

    public static string Of(TimeForm form) => All.FirstOrDefault(word => word.Form == form).Word ?? "format";
}
