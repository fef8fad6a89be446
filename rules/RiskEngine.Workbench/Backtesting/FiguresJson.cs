using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>The figures of a backtest as JSON (docs/backtest.md), for programs.</summary>
public sealed class FiguresJson(Utf8JsonWriter json)
{
    private const int MostKeys = 5;

    /// <summary>Writes the figures to a stream. Equal results give equal bytes.</summary>
    public static void Write(Stream stream, BacktestResult result)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" });
        new FiguresJson(json).Write(result);
    }

    private void Write(BacktestResult result)
    {
        json.WriteStartObject();
        json.WriteStartObject("recording");
        Time("first", result.Recorded.IsEmpty ? null : result.Recorded.First);
        Time("last", result.Recorded.IsEmpty ? null : result.Recorded.Last);
        json.WriteNumber("days", Math.Round(result.Recorded.Days, 6));
        json.WriteNumber("events", result.Ledger.Consumed);
        json.WriteNumber("evaluated", result.Ledger.Evaluated);
        json.WriteNumber("filtered", result.Ledger.Filtered);
        json.WriteNumber("late", result.Ledger.Late);
        json.WriteNumber("duplicates", result.Ledger.Duplicates);
        json.WriteNumber("rejected", result.Ledger.DeadLettered);
        if (result.KeysNotSite > 0) json.WriteNumber("keys_not_site", result.KeysNotSite);
        if (result.ReadTimes.Count > 0) WriteReadTimes(result.ReadTimes);
        if (result.Rejections.Count > 0) WriteRejections(result.Rejections);
        json.WriteEndObject();
        json.WriteStartArray("rules");
        foreach (var tally in result.History.Rules) WriteRule(tally, result);
        json.WriteEndArray();
        if (result.Labels is { } labels) WriteLabels(labels);
        if (result.Comparison is { } comparison) WriteComparison(comparison);
        json.WriteEndObject();
    }

    private void WriteReadTimes(IReadOnlyList<ReadTimes> times)
    {
        json.WriteStartArray("times_read");
        foreach (var read in times)
        {
            json.WriteStartObject();
            json.WriteString("unit", read.Word);
            json.WriteNumber("events", read.Count);
            json.WriteStartArray("sources");
            foreach (var source in read.Sources) json.WriteStringValue(source);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRejections(IReadOnlyList<RejectionCount> rejections)
    {
        json.WriteStartArray("rejections");
        foreach (var rejected in rejections)
        {
            json.WriteStartObject();
            json.WriteString("code", rejected.Reason.Code());
            json.WriteString("detail", rejected.Detail);
            json.WriteString("remedy", rejected.Reason.Remedy(rejected.IsMapped));
            json.WriteNumber("events", rejected.Count);
            json.WriteString("first", rejected.Place.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRule(RuleTally tally, BacktestResult result)
    {
        json.WriteStartObject();
        json.WriteString("rule", tally.Rule.Id);
        json.WriteString("mode", tally.Rule.Mode.ToString().ToLowerInvariant());
        json.WriteNumber("events", result.MatchedEvents.GetValueOrDefault(tally.Rule.Id));
        json.WriteNumber("alerts", tally.Alerts);
        Rate("alerts_per_day", result.Recorded.PerDay(tally.Alerts));
        json.WriteStartObject("transitions");
        for (var grade = Grade.Blue; grade <= Grade.Red; grade++) json.WriteNumber(AlertJson.Name(grade), tally.Reached(grade));
        json.WriteNumber("resolved", tally.Resolved);
        json.WriteEndObject();
        json.WriteNumber("in_alert_seconds", tally.InAlert(result.Recorded.Last).TotalSeconds);
        Time("first", tally.First);
        Time("last", tally.Last);
        json.WriteNumber("keys", tally.Keys);
        json.WriteStartArray("noisiest_keys");
        foreach (var (key, alerts) in tally.NoisiestKeys(MostKeys))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteNumber("alerts", alerts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("condition_errors", result.ConditionErrors.GetValueOrDefault(tally.Rule.Id));
        if (result.FirstConditionErrors.TryGetValue(tally.Rule.Id, out var first)) json.WriteString("first_condition_error", first);
        WritePassedOver(result.PassedOver.Where(one => one.Rule == tally.Rule.Id).ToList());
        json.WriteEndObject();
    }

    private void WritePassedOver(List<PassedOver> passedOver)
    {
        if (passedOver.Count == 0) return;
        json.WriteStartArray("passed_over");
        foreach (var one in passedOver)
        {
            json.WriteStartObject();
            json.WriteString("reason", one.Reason.Code());
            json.WriteString("kind", one.Kind);
            if (one.Reason == PassedOverReason.OtherUnit) json.WriteString("unit", one.What);
            if (one.Reason is PassedOverReason.TextValue or PassedOverReason.NoValue) json.WriteString("what", one.What);
            if (one.Reason == PassedOverReason.NoRow) json.WriteString("keys", one.What);
            if (one.Reason == PassedOverReason.NoKey && one.What.Length > 0) json.WriteString("similar", one.What);
            json.WriteNumber("events", one.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteLabels(LabelScore score)
    {
        json.WriteStartObject("labels");
        json.WriteStartArray("incidents");
        foreach (var result in score.Incidents)
        {
            json.WriteStartObject();
            json.WriteString("incident", result.Incident.Name);
            if (result.Incident.Area is { } area) json.WriteString("area", area);
            Time("start", result.Incident.Start);
            Time("end", result.Incident.End);
            json.WriteString("outcome", result.Detection is not null ? "detected" : result.Recorded ? "missed" : "not_recorded");
            if (result.Delay is { } delay) json.WriteNumber("delay_seconds", delay.TotalSeconds);
            if (result.Detection is { } alert) Alert("detection", alert);
            if (result.Standing is { } standing) Alert("firing_before", standing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var (rule, figures) in score.ByRule) WriteDetection(rule.Id, figures);
        json.WriteEndArray();
        json.WritePropertyName("all");
        WriteDetection(null, score.All);
        json.WriteEndObject();
    }

    private void WriteDetection(string? rule, DetectionFigures figures)
    {
        json.WriteStartObject();
        if (rule is not null) json.WriteString("rule", rule);
        json.WriteNumber("incidents", figures.Incidents);
        json.WriteNumber("detected", figures.Detected);
        if (figures.MedianDelay is { } median) json.WriteNumber("median_delay_seconds", median.TotalSeconds);
        json.WriteNumber("alerts", figures.Alerts);
        json.WriteNumber("carried_over", figures.CarriedOver);
        json.WriteNumber("false_alarms", figures.FalseAlarms);
        Rate("false_alarms_per_day", figures.FalseAlarmsPerDay);
        json.WriteEndObject();
    }

    private void WriteComparison(RuleSetComparison comparison)
    {
        json.WriteStartArray("comparison");
        foreach (var rule in comparison.Rules.Where(rule => rule.HasChanged))
        {
            json.WriteStartObject();
            json.WriteString("rule", rule.RuleId);
            json.WriteNumber("before", rule.Before);
            json.WriteNumber("after", rule.After);
            json.WriteNumber("same", rule.Count(change => change.IsSame));
            json.WriteStartArray("changes");
            foreach (var change in rule.Changes.Where(change => !change.IsSame)) WriteChange(change);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteChange(AlertChange change)
    {
        json.WriteStartObject();
        json.WriteStartArray("kinds");
        if (change.IsNew) json.WriteStringValue("new");
        if (change.IsGone) json.WriteStringValue("gone");
        if (change.IsMoved) json.WriteStringValue("moved");
        if (change.IsRegraded) json.WriteStringValue("regraded");
        if (change.IsResized) json.WriteStringValue("ends_elsewhere");
        json.WriteEndArray();
        if (change.Before is { } before) Alert("before", before);
        if (change.After is { } after) Alert("after", after);
        json.WriteEndObject();
    }

    private void Alert(string name, AlertSpan alert)
    {
        json.WriteStartObject(name);
        json.WriteString("alert", alert.Fingerprint);
        json.WriteString("rule", alert.Rule.Id);
        json.WriteString("key", alert.Key);
        json.WriteString("grade", AlertJson.Name(alert.Highest));
        Time("start", alert.Start);
        Time("end", alert.End);
        json.WriteEndObject();
    }

    private void Time(string name, EventTime? at)
    {
        if (at is { } time) json.WriteString(name, time.ToString());
        else json.WriteNull(name);
    }

    private void Rate(string name, double? perDay)
    {
        if (perDay is { } rate) json.WriteNumber(name, Math.Round(rate, 4));
        else json.WriteNull(name);
    }
}
