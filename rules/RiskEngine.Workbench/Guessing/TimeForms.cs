using System.Globalization;

namespace RiskEngine.Workbench.Guessing;

/// <summary>The usual forms of dates and times without an offset.</summary>
internal static class TimeForms
{
    private static readonly string[] Forms =
    [
        "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm", "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt",
        "yyyy/MM/dd HH:mm:ss", "yyyyMMddHHmmss", "yyyyMMdd'T'HHmmss", "dd-MM-yyyy HH:mm:ss",
    ];

    private static readonly string[] Dates = ["dd.MM.yyyy", "yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy", "M/d/yyyy", "yyyy/MM/dd", "dd-MM-yyyy", "yyyyMMdd"];
    private static readonly string[] Clocks = ["HH:mm:ss", "HH:mm", "HH:mm:ss.fff", "h:mm tt", "h:mm:ss tt", "HHmmss"];

    /// <summary>A date in one field and a time in another; null where there are none.</summary>
    public static (SampledField Date, SampledField Time, string Form)? Pair(PayloadSample sample)
    {
        foreach (var date in sample.Fields)
        {
            if (FormOf(date.Example, Dates) is not { } dateForm) continue;
            foreach (var time in sample.Fields)
            {
                if (time != date && FormOf(time.Example, Clocks) is { } clock) return (date, time, $"{dateForm} {clock}");
            }
        }

        return null;
    }

    private static string? FormOf(string text, string[] forms) =>
        Array.Find(forms, form => DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out _));

    /// <summary>The forms that a text has.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. Forms.Where(form => DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is > 1990 and < 2100)];
}
