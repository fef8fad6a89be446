using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Explaining;

/// <summary>An explanation as JSON (docs/backtest.md), for programs.</summary>
public sealed class ExplanationJson(Utf8JsonWriter json)
{
    /// <summary>Writes it, with a line end.</summary>
    public static void Write(Stream stream, Explanation explanation)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" }))
        {
            new ExplanationJson(json).Write(explanation);
        }

        stream.WriteByte((byte)'\n');
    }

    private void Write(Explanation explanation)
    {
        json.WriteStartObject();
        if (explanation.EventJson is { } text)
        {
            json.WriteNumber("offset", explanation.Offset ?? 0);
            json.WritePropertyName("event");
            json.WriteRawValue(text);
        }

        if (explanation.Focus is { } focus)
        {
            Time("at", explanation.At);
            json.WritePropertyName("focus");
            WriteRule(focus);
        }

        json.WriteStartArray("rules");
        foreach (var one in explanation.Rules) WriteRule(one);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRule(RuleExplanation one)
    {
        json.WriteStartObject();
        json.WriteString("rule", one.Rule.Id);
        if (one.Key is { } key) json.WriteString("key", key);
        json.WriteString("verdict", JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Verdict.ToString()));
        json.WriteString("reason", Reasons.Of(one));
        if (one.KindFits is { } fits) json.WriteBoolean("kind_fits", fits);
        if (one.Where is { } where) json.WriteString("where", Name(where));
        if (one.Leaves.Count > 0) Leaves("leaves", one.Leaves);
        if (one.Steps.Count > 0) WriteSteps(one.Steps);
        if (one.Read is { } read)
        {
            json.WriteStartObject("reads");
            Number(read.Key, read.Value);
            json.WriteEndObject();
        }

        if (one.Findings.Count > 0)
        {
            json.WriteStartArray("scores");
            foreach (var finding in one.Findings) ModelJson.Write(json, finding);
            json.WriteEndArray();
        }

        if (one.Signals is { } signals) WriteSignals(one.Rule, signals);
        if (one.Measured is { } measured) WriteMeasured(one.Rule, measured);
        if (one.Transitions.Count > 0)
        {
            json.WriteStartArray("transitions");
            foreach (var transition in one.Transitions) WriteTransition(transition);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteSteps(IReadOnlyList<StepCheck> steps)
    {
        json.WriteStartArray("steps");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Step.Name);
            json.WriteBoolean("fits", step.Fits);
            Leaves("leaves", step.Leaves);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteSignals(Rule rule, IReadOnlyList<CountedSignal> signals)
    {
        json.WriteStartArray("counts");
        foreach (var signal in signals)
        {
            json.WriteStartObject();
            json.WriteString("rule", signal.RuleId);
            json.WriteString("key", signal.Key);
            Time("firing_since", signal.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("lacks");
        foreach (var id in (rule.Detection.CountedRules ?? []).Except(signals.Select(signal => signal.RuleId))) json.WriteStringValue(id);
        json.WriteEndArray();
    }

    private void WriteMeasured(Rule rule, MeasuredState measured)
    {
        json.WriteStartObject("measured");
        json.WriteString("measure", rule.Detection.Measure);
        Number("value", measured.Measurement.Measure);
        json.WriteNumber("count", measured.Measurement.Count);
        Time("from", measured.Measurement.From);
        Time("to", measured.Measurement.To);
        if (rule.AsksForCoverage) json.WriteNumber("coverage", Math.Round(measured.Measurement.Coverage, 3));
        if (measured.Compared.Count > 0)
        {
            json.WriteStartArray("compared");
            foreach (var value in measured.Compared)
            {
                json.WriteStartObject();
                json.WriteString("what", value.Part);
                Number("value", value.Share);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("grades");
        foreach (var check in measured.Grades) WriteCheck(check, measured.Dwell?[check.Grade].Since, measured.Dwell?[check.Grade].Readings);
        json.WriteEndArray();
        if (measured.Recoveries.Count > 0)
        {
            json.WriteStartArray("recover");
            foreach (var check in measured.Recoveries) WriteCheck(check, null);
            json.WriteEndArray();
        }

        if (measured.Clear is { } clear)
        {
            json.WritePropertyName("clear");
            WriteCheck(clear, measured.Dwell?.ClearSince);
        }

        if (measured.Dwell is { } dwell)
        {
            json.WriteString("alert_grade", AlertJson.Name(dwell.Current));
            var times = LadderTimes.Of(rule);
            var next = times[measured.Reached > dwell.Current ? measured.Reached : dwell.Current == Grade.None ? times.Lowest : dwell.Current];
            json.WriteNumber("for_seconds", next.For.TotalSeconds);
            json.WriteNumber("for_readings", next.Readings);
            json.WriteNumber("dwell_seconds", (dwell.Current == Grade.None ? times.StaysAt(times.Lowest) : times.StaysAt(dwell.Current)).TotalSeconds);
            if (dwell.IsHeld) json.WriteBoolean("flapping", true);
        }

        json.WriteEndObject();
    }

    private void WriteCheck(GradeCheck check, EventTime? since, long? readings = null)
    {
        json.WriteStartObject();
        if (check.Grade != Grade.None) json.WriteString("grade", AlertJson.Name(check.Grade));
        json.WriteString("condition", check.Text);
        json.WriteString("outcome", Name(check.Outcome));
        if (check.Needs is { } needs) json.WriteNumber("needs_coverage", needs);
        if (check.Missing is { } missing) json.WriteNumber("missing", missing);
        if (since is { } at) Time("since", at);
        if (readings is > 0 and var count && check.IsReached) json.WriteNumber("readings", count);
        if (check.Leaves.Count > 0) Leaves("leaves", check.Leaves);
        json.WriteEndObject();
    }

    private void WriteTransition(AlertTransition transition)
    {
        json.WriteStartObject();
        json.WriteString("id", transition.Id);
        json.WriteString("state", AlertJson.Name(transition.State));
        json.WriteString("grade", AlertJson.Name(transition.Grade));
        Time("time", transition.At);
        Number("value", transition.Measurement.Measure);
        json.WriteString("reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(transition.Reason.ToString()));
        json.WriteEndObject();
    }

    private void Leaves(string name, IReadOnlyList<ConditionLeaf> leaves)
    {
        json.WriteStartArray(name);
        foreach (var leaf in leaves)
        {
            json.WriteStartObject();
            json.WriteString("condition", leaf.Text);
            json.WriteString("outcome", Name(leaf.Outcome));
            if (leaf.Fault.Length > 0) json.WriteString("fault", leaf.Fault);
            json.WriteStartObject("reads");
            foreach (var (read, value) in leaf.Reads) json.WriteString(read, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Name(Outcome outcome) => outcome switch
    {
        Outcome.True => "holds",
        Outcome.False => "fails",
        _ => "error",
    };

    private void Time(string name, EventTime? at)
    {
        if (at is { } time) json.WriteString(name, time.ToString());
        else json.WriteNull(name);
    }

    private void Number(string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
