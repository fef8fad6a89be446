using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Reporting;

/// <summary>A report for people, and for programs.</summary>
public static class RuleReportText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>Lines for a terminal.</summary>
    public static string Render(RuleReport report)
    {
        var text = new StringBuilder();
        var table = new TextTable("llrrrrrrr", "verdict", "rule", "alerts", "b/y/o/r", "true", "false", "median", "stale", "chatter");
        foreach (var rule in report.Rules)
        {
            table.Add(
                Word(rule.Advice), rule.Rule, Number(rule.Alerts), string.Join('/', rule.ByGrade.Select(count => Number(count))), Number(rule.True), Number(rule.False),
                rule.MedianLife is { } life ? Span(life) : "-", Number(rule.Stale), Number(rule.Chattering));
        }

        text.Append(CultureInfo.InvariantCulture, $"{report.From} to {report.To}\n\n").Append(table.Render()).Append('\n');
        foreach (var rule in report.Rules.Where(rule => rule.Because.Count > 0))
        {
            foreach (var because in rule.Because) text.Append(CultureInfo.InvariantCulture, $"{Word(rule.Advice)} {rule.Rule}: {because}\n");
        }

        if (report.Rules.Any(rule => rule.Because.Count > 0)) text.Append('\n');
        return text.Append(Render(report.Alarms)).ToString();
    }

    /// <summary>JSON: times of the span, rules and alarms, in snake case; spans in seconds.</summary>
    public static string Json(RuleReport report) => JsonSerializer.Serialize(
        new
        {
            From = report.From.ToString(),
            To = report.To.ToString(),
            Rules = report.Rules.Select(rule => new
            {
                rule.Rule, Verdict = Word(rule.Advice), rule.Because, rule.Alerts, Grades = Named(rule.ByGrade), rule.True, rule.False, rule.FalseShare,
                MedianLifeSeconds = rule.MedianLife?.TotalSeconds, rule.Stale, rule.Chattering, Part = Math.Round(rule.Part, 4),
            }),
            Alarms = new
            {
                report.Alarms.Alarms, report.Alarms.Slots, PerSlot = Math.Round(report.Alarms.PerSlot, 3), report.Alarms.MostInSlot, InFlood = Math.Round(report.Alarms.InFlood, 4),
                TopTen = Math.Round(report.Alarms.TopTen, 4), StaleADay = Math.Round(report.Alarms.StaleADay, 3), report.Alarms.Chattering,
                Grades = Named([.. report.Alarms.Grades.Select(share => Math.Round(share, 4))]),
            },
        },
        Options) + "\n";

    private static string Render(AlarmFigures alarms)
    {
        var table = new TextTable("lrl", "all rules (ANSI/ISA-18.2)", "here", "aim");
        table.Add("alarms in ten minutes, on average", Number(alarms.PerSlot, "0.00"), "1, at most 2");
        table.Add("most in ten minutes", Number(alarms.MostInSlot), "10");
        table.Add("share of time in flood (more than 10)", Percent(alarms.InFlood), "below 1 %");
        table.Add("share of the ten most frequent", Percent(alarms.TopTen), "5 % at most");
        table.Add("stale (open for more than a day), a day", Number(alarms.StaleADay, "0.00"), "below 5");
        table.Add("chattering (three in ten minutes, or flapping)", Number(alarms.Chattering), "none");
        table.Add("blue / yellow / orange / red", string.Join(" / ", alarms.Grades.Select(Percent)), "80 % / 15 % / 5 % / below 1 %");
        return table.Render();
    }

    private static Dictionary<string, T> Named<T>(IReadOnlyList<T> grades) => new() { ["blue"] = grades[0], ["yellow"] = grades[1], ["orange"] = grades[2], ["red"] = grades[3] };

    private static string Word(RuleAdvice verdict) => verdict.ToString().ToLowerInvariant();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private static string Span(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h{span.Minutes:00}m")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}m{span.Seconds:00}s");
}
