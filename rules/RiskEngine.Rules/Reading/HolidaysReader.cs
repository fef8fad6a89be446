using System.Globalization;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads the file of holidays beside a rule: one date on each line, text after a '#' left out.</summary>
internal static class HolidaysReader
{
    private const int MostBytes = 256 * 1024;

    public static IReadOnlySet<DateOnly> Read(MapReader schedule)
    {
        var dates = new HashSet<DateOnly>();
        if (schedule.Scalar(ScheduleKeys.Holidays) is not { } scalar) return dates;
        var name = scalar.Value.Trim();
        if (name.Length == 0 || Path.IsPathRooted(name) || name.Contains("..", StringComparison.Ordinal))
        {
            schedule.Report.Add(DiagnosticCodes.Schedule, scalar.Span,
                $"schedule.holidays {Quote.Of(name)} is not a file beside the rule", "put the file beside the rule and write its name");
            return dates;
        }

        var file = Path.Combine(Path.GetDirectoryName(schedule.Report.Source.File) ?? "", name);
        var text = RuleFileText.Open(file, MostBytes);
        if (text.HasErrors)
        {
            schedule.Report.Add(DiagnosticCodes.Schedule, scalar.Span, $"schedule.holidays {Quote.Of(name)} cannot be read as text",
                "put the file beside the rule, one date such as 2026-10-01 on each line");
            return dates;
        }

        var number = 0;
        foreach (var line in text.Source.Text.Split('\n'))
        {
            number++;
            var written = line.Split('#')[0].Trim();
            if (written.Length == 0) continue;
            if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) dates.Add(date);
            else
            {
                schedule.Report.Add(DiagnosticCodes.Schedule, scalar.Span, $"line {number} of {Quote.Of(name)} is {Quote.Of(written)}, not a date", "write dates as 2026-10-01");
                break;
            }
        }

        return dates;
    }
}
