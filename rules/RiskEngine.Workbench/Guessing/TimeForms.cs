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

    /// <summary>The forms that a text has.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. Forms.Where(form => DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is > 1990 and < 2100)];
}
