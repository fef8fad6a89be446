using System.Text.Json;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>The data of the page, as JSON that may stand inside an HTML script element (the encoder escapes angle brackets).</summary>
internal sealed class HtmlData(Utf8JsonWriter json, BacktestResult result)
{
    private const int MostWarnings = 50;

    /// <summary>Writes the data.</summary>
    public static void Write(Stream stream, BacktestResult result, MatchWindow window)
    {
        using var json = new Utf8JsonWriter(stream);
        new HtmlData(json, result).Write(window);
    }

    private void Write(MatchWindow window)
    {
        json.WriteStartObject();
        json.WriteNumber("first", Millis(result.Recorded.IsEmpty ? EventTime.Epoch : result.Recorded.First));
        json.WriteNumber("last", Millis(result.Recorded.IsEmpty ? EventTime.Epoch : result.Recorded.Last));
        json.WriteNumber("days", Math.Round(result.Recorded.Days, 2));
        json.WriteNumber("events", result.Ledger.Consumed);
        json.WriteNumber("late", result.Ledger.Late);
        json.WriteNumber("rejected", result.Ledger.DeadLettered);
        json.WriteNumber("alerts", result.History.Alerts.Count);
        WriteWarnings();
        json.WriteNumber("slices", result.Series.Count > 0 ? result.Series[0].Slices : 0);
        if (result.Labels is { } labels) WriteDetection("labels", labels.All);
        WriteIncidents(window);
        var series = result.Series.ToLookup(one => one.Rule.Id, StringComparer.Ordinal);
        var alerts = result.History.Alerts.ToLookup(alert => alert.Rule.Id, StringComparer.Ordinal);
        json.WriteStartArray("rules");
        foreach (var tally in result.History.Rules.Where(tally => series.Contains(tally.Rule.Id)).OrderByDescending(tally => tally.Alerts))
        {
            WriteRule(tally, series[tally.Rule.Id], alerts[tally.Rule.Id].ToLookup(alert => alert.Key, StringComparer.Ordinal));
        }

        json.WriteEndArray();
        json.WriteStartArray("unseen");
        foreach (var tally in result.History.Rules.Where(tally => !series.Contains(tally.Rule.Id))) json.WriteStringValue(tally.Rule.Id);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What became no event and why, wrong clocks, and what rules passed over. Places only: a page is given away.</summary>
    private void WriteWarnings()
    {
        json.WriteStartArray("warnings");
        foreach (var rejected in result.Rejections.Take(MostWarnings))
            json.WriteStringValue($"{Wording.Count(rejected.Count)} rejected: {rejected.Sentence} (first: {rejected.Place})");
        var sentences = InputText.Warnings(result).Concat(result.ClockFaults.Select(fault => fault.Sentence)).Concat(PassedOverText.Warnings(result));
        foreach (var sentence in sentences.Take(MostWarnings)) json.WriteStringValue(sentence);
        json.WriteEndArray();
    }

    private void WriteIncidents(MatchWindow window)
    {
        json.WriteStartArray("incidents");
        foreach (var outcome in result.Labels?.Incidents ?? [])
        {
            var incident = outcome.Incident;
            json.WriteStartObject();
            json.WriteString("name", incident.Name);
            if (incident.Area is { } area) json.WriteString("area", area);
            if (incident.RuleId is { } rule) json.WriteString("rule", rule);
            json.WriteNumber("start", Millis(incident.Start));
            json.WriteNumber("end", Millis(incident.End));
            json.WriteNumber("opens", Millis(window.Opens(incident)));
            json.WriteNumber("closes", Millis(window.Closes(incident)));
            WriteOutcome(outcome);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteOutcome(IncidentResult outcome)
    {
        json.WriteString("outcome", outcome.Detection is not null ? Wording.Delay(outcome.Delay) : outcome.Recorded ? "missed" : "not recorded");
        json.WriteBoolean("found", outcome.Detection is not null);
        if (outcome.Detection is { } alert) json.WriteString("by", $"{alert.Rule.Id} {alert.Key}");
    }

    private void WriteRule(RuleTally tally, IEnumerable<MeasureSeries> series, ILookup<string, AlertSpan> alerts)
    {
        var rule = tally.Rule;
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("title", rule.Title);
        if (rule.Description is { } description) json.WriteString("description", description);
        json.WriteString("type", rule.Detection.Type);
        json.WriteString("measure", rule.Detection.Measure);
        json.WriteString("unit", rule.Unit);
        json.WriteString("by", rule.By.ToString());
        json.WriteString("mode", rule.Mode.ToString().ToLowerInvariant());
        json.WriteNumber("alerts", tally.Alerts);
        json.WriteString("perDay", Wording.Rate(result.Recorded.PerDay(tally.Alerts)));
        json.WriteString("inAlert", Wording.Share(tally.InAlert(result.Recorded.Last), result.Recorded.Last - result.Recorded.First));
        json.WriteNumber("keysWithAlerts", tally.Keys);
        if (result.Labels?.ByRule.FirstOrDefault(one => one.Rule == rule).Figures is { } figures) WriteDetection("labels", figures);
        WriteThresholds(rule);
        json.WriteStartArray("keys");
        foreach (var one in series) WriteKey(one, alerts[one.Key]);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteThresholds(Rule rule)
    {
        json.WriteStartArray("thresholds");
        for (var grade = Grade.Blue; grade <= Grade.Red; grade++)
        {
            if (rule.Grades[grade] is { } rung) WriteThreshold((int)grade, rung);
        }

        if (rule.Clear.When is { } clear) WriteThreshold(0, clear);
        json.WriteEndArray();
    }

    private void WriteThreshold(int grade, MeasureCondition condition)
    {
        json.WriteStartObject();
        json.WriteNumber("grade", grade);
        json.WriteString("text", condition.Text);
        if (double.IsFinite(condition.Threshold)) json.WriteNumber("value", condition.Threshold);
        json.WriteEndObject();
    }

    private void WriteDetection(string name, DetectionFigures figures)
    {
        json.WriteStartObject(name);
        json.WriteNumber("incidents", figures.Incidents);
        json.WriteNumber("detected", figures.Detected);
        json.WriteString("median", Wording.Delay(figures.MedianDelay));
        json.WriteNumber("falseAlarms", figures.FalseAlarms);
        json.WriteString("falseAlarmsPerDay", Wording.Rate(figures.FalseAlarmsPerDay));
        json.WriteEndObject();
    }

    private void WriteKey(MeasureSeries series, IEnumerable<AlertSpan> alerts)
    {
        json.WriteStartObject();
        json.WriteString("key", series.Key);
        json.WriteStartArray("alerts");
        foreach (var alert in alerts) WriteAlert(alert);
        json.WriteEndArray();

        // Slice, lowest, highest; slices without a measurement are left out.
        json.WriteStartArray("points");
        for (var slice = 0; slice < series.Slices; slice++)
        {
            if (double.IsNaN(series.Lowest(slice))) continue;
            json.WriteNumberValue(slice);
            json.WriteNumberValue(Rounded(series.Lowest(slice)));
            json.WriteNumberValue(Rounded(series.Highest(slice)));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteAlert(AlertSpan alert)
    {
        json.WriteStartObject();
        json.WriteString("id", alert.Fingerprint);
        if (alert.End is { } end) json.WriteNumber("end", Millis(end));
        json.WriteStartArray("steps");
        foreach (var step in alert.Steps)
        {
            json.WriteNumberValue(Millis(step.At));
            json.WriteNumberValue((int)step.Grade);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long Millis(EventTime time) => time.UnixMilliseconds;

    /// <summary>Six digits are more than a screen shows, and half the bytes.</summary>
    private static double Rounded(double value)
    {
        if (value == 0) return 0;
        var scale = Math.Pow(10, 5 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        var rounded = Math.Round(value * scale) / scale;
        return double.IsFinite(rounded) ? rounded : value;
    }
}
