using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Alerts;

/// <summary>Writes alert transitions as the JSON of the alert topics (docs/alerts.md). Equal transitions give equal bytes.</summary>
/// <remarks>Owned by one thread. Benchmark: AlertJsonBenchmarks.</remarks>
public sealed class AlertJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly Utf8JsonWriter _json;
    private readonly string _language;

    /// <summary>Creates a writer.</summary>
    /// <param name="language">The language of <c>message</c>.</param>
    public AlertJson(string language = AlertSentence.DefaultLanguage)
    {
        _language = language;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Encodes one transition.</summary>
    /// <returns>UTF-8 JSON without a line end, valid until the next call.</returns>
    public ReadOnlySpan<byte> Encode(AlertTransition transition)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        Write(transition);
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Write(AlertTransition t)
    {
        _json.WriteStartObject();
        _json.WriteString("id", t.Id);
        _json.WriteString("alert", t.Fingerprint);
        _json.WriteNumber("transition", t.Number);
        _json.WriteString("rule", t.Rule.Id);
        _json.WriteString("rule_hash", t.Rule.Hash);
        _json.WriteString("title", t.Rule.Title);
        _json.WriteString("state", Name(t.State));
        _json.WriteString("grade", Name(t.Grade));
        _json.WriteString("previous_grade", Name(t.PreviousGrade));
        _json.WriteString("direction", Name(t.Direction));
        _json.WriteString("reason", Name(t.Reason));
        if (t.IsFlapping) _json.WriteBoolean("flapping", true);
        if (t.IsReopened) _json.WriteBoolean("reopened", true);
        WritePlace(t);
        WriteTimes(t);
        WriteMeasurement(t);
        _json.WriteString("certainty", t.Certainty.ToString().ToLowerInvariant());
        WriteIncomplete(t);
        if (t.Blind is { } blind) WriteBlind(blind);
        WriteEvidence(t);
        WriteSentences(t);
        if (t.Rule.Runbook is { } runbook) _json.WriteString("runbook", runbook);
        if (t.Rule.Owner is { } owner) _json.WriteString("owner", owner);
        WriteLabels(t.Rule);
        WriteCap(t);
        _json.WriteEndObject();
    }

    private void WriteSentences(AlertTransition t)
    {
        _json.WriteString("message", AlertSentence.Of(t, _language));
        if (t.Rule.Translations.Count == 0) return;
        var isFirst = true;
        foreach (var (language, sentence) in AlertSentence.Others(t, _language))
        {
            if (isFirst) _json.WriteStartObject("messages");
            isFirst = false;
            _json.WriteString(language, sentence);
        }

        if (!isFirst) _json.WriteEndObject();
    }

    private void WritePlace(AlertTransition t)
    {
        _json.WriteString("key", t.Key);
        _json.WriteString("by", t.Rule.By.ToString());
        if (SourceOf(t) is { } source) _json.WriteString("source", source);
        if (t.Site.Length > 0) _json.WriteString(t.Rule.By.First.Kind == KeyKind.Area ? "area" : "site", t.Site);
    }

    /// <summary>The device that the key names, or that stands out from others.</summary>
    internal static string? SourceOf(AlertTransition t) => KeyText.SourceOf(t.Rule.By, t.Key) ?? ComparedValues.SourceIn(t.Findings);

    private void WriteTimes(AlertTransition t)
    {
        WriteTime("onset", t.Onset);
        WriteTime("first_evidence", t.FirstEvidence);
        WriteTime("time", t.At);
        if (t.OnIdleClock) _json.WriteString("clock", "idle");
        if (t.Backfilled) _json.WriteBoolean("backfilled", true);
        if (t.Rebuilt) _json.WriteBoolean("rebuilt", true);
    }

    private void WriteMeasurement(AlertTransition t)
    {
        _json.WriteString("measure", t.Rule.Detection.Measure);
        WriteNumber("value", t.Measurement.Measure);
        WriteNumber("threshold", t.Threshold);
        if (t.Rule.Unit.Length > 0) _json.WriteString("unit", t.Rule.Unit);
        ModelJson.Write(_json, t);
        ComparedJson.Write(_json, t.Findings);
        _json.WriteStartObject("window");
        _json.WriteNumber("count", t.Measurement.Count);
        WriteTime("start", t.Measurement.From);
        WriteTime("end", t.Measurement.To);
        if (t.Rule.AsksForCoverage) _json.WriteNumber("coverage", Math.Round(t.Measurement.Coverage, 3));
        _json.WriteEndObject();
    }

    private void WriteIncomplete(AlertTransition t)
    {
        if (t.Incomplete.Count == 0) return;
        _json.WriteStartArray("incomplete");
        foreach (var producer in t.Incomplete) _json.WriteStringValue(producer);
        _json.WriteEndArray();
    }

    private void WriteBlind(BlindSpot blind)
    {
        _json.WriteStartObject("blind");
        _json.WriteNumber("sources", blind.Sources);
        _json.WriteNumber("silent", blind.Silent);
        WriteTime("since", blind.Since);
        foreach (var (name, texts) in ((string, IReadOnlyList<string>)[])[("risks", blind.Risks), ("devices", blind.Devices)])
        {
            _json.WriteStartArray(name);
            foreach (var text in texts) _json.WriteStringValue(text);
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
    }

    private void WriteEvidence(AlertTransition t)
    {
        _json.WriteStartArray("evidence");
        WriteRange(t, t.FirstRecords);
        if (t.Evidence != t.FirstRecords) WriteRange(t, t.Evidence);
        _json.WriteEndArray();
    }

    private void WriteRange(AlertTransition t, Evidence evidence)
    {
        if (evidence.FirstOffset < 0) return;
        _json.WriteStartObject();
        _json.WriteString("topic", t.Task.Topic);
        _json.WriteNumber("partition", t.Task.Partition);
        _json.WriteNumber("from", evidence.FirstOffset);
        _json.WriteNumber("to", evidence.LastOffset);
        _json.WriteEndObject();
    }

    private void WriteLabels(Rule rule)
    {
        if (rule.Labels.Count == 0) return;
        _json.WriteStartObject("labels");
        foreach (var (name, value) in rule.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)) _json.WriteString(name, value);
        _json.WriteEndObject();
    }

    private void WriteCap(AlertTransition t)
    {
        _json.WriteStartObject("cap");
        _json.WriteString("category", t.Rule.CapCategory);
        _json.WriteString("severity", t.Grade switch
        {
            Grade.Red => "Extreme",
            Grade.Orange => "Severe",
            Grade.Yellow => "Moderate",
            _ => "Minor",
        });
        _json.WriteString("urgency", t.State == AlertState.Resolved || t.HasEnded ? "Past" : t.Grade >= Grade.Orange ? "Immediate" : "Expected");
        _json.WriteString("certainty", t.Certainty.ToString());
        _json.WriteString("msg_type", t.State == AlertState.Resolved ? "Cancel" : t.Number == 1 || t.IsReopened ? "Alert" : "Update");
        _json.WriteEndObject();
    }

    private void WriteTime(string name, EventTime time)
    {
        Span<char> text = stackalloc char[32];
        time.TryFormat(text, out var length, default, null);
        _json.WriteString(name, text[..length]);
    }

    private void WriteNumber(string name, double value)
    {
        if (double.IsFinite(value)) _json.WriteNumber(name, value);
        else _json.WriteNull(name);
    }

    /// <summary>A grade as the wire names it: <c>none</c>, <c>blue</c>, …</summary>
    public static string Name(Grade grade) => grade switch
    {
        Grade.Blue => "blue",
        Grade.Yellow => "yellow",
        Grade.Orange => "orange",
        Grade.Red => "red",
        _ => "none",
    };

    /// <summary>A state as the wire names it.</summary>
    public static string Name(AlertState state) => state == AlertState.Firing ? "firing" : "resolved";

    private static string Name(AlertDirection direction) => direction switch
    {
        AlertDirection.Rise => "rise",
        AlertDirection.Fall => "fall",
        AlertDirection.End => "end",
        _ => "note",
    };

    private static string Name(TransitionReason reason) => reason switch
    {
        TransitionReason.Condition => "condition",
        TransitionReason.Cleared => "cleared",
        TransitionReason.NoData => "no_data",
        TransitionReason.Expired => "expired",
        TransitionReason.Flapping => "flapping",
        TransitionReason.Steady => "steady",
        _ => "rule_removed",
    };
}
