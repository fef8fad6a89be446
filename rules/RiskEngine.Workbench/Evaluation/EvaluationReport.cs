using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Core.Scoring;
using RiskEngine.Models.Evaluation;

namespace RiskEngine.Workbench.Evaluation;

/// <summary>Writes what a model reached on labelled recordings, in three forms. Equal results give equal bytes.</summary>
public sealed class EvaluationReport(IModel model, IReadOnlyList<BenchmarkRun> runs)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly IReadOnlyList<IReadOnlyList<EventScore>> _curves = [.. runs.Select(run => run.Curve())];

    /// <summary>As JSON: figures, the events found within each budget of false alerts, every series.</summary>
    public void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("model", model.Name);
        json.WriteString("version", model.Version);
        json.WriteString("parameters", model.ParameterHash);
        json.WriteStartArray("data");
        for (var i = 0; i < runs.Count; i++) WriteRun(json, runs[i], _curves[i]);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>As Markdown: a table of the figures, one of the budgets.</summary>
    public void WriteMarkdown(Stream stream)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {model.Name} v{model.Version}, parameters {model.ParameterHash}\n");
        for (var i = 0; i < runs.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {runs[i].Data}\n\n| figure | value | how |\n|---|---|---|\n");
            foreach (var row in runs[i].Rows) text.Append(CultureInfo.InvariantCulture, $"| {row.Figure} | {row.Value:F4} | {row.Note} |\n");
            text.Append("\n| false alerts per series-day, at most | events found | reached | median delay | median lead |\n|---|---|---|---|---|\n");
            foreach (var (budget, at) in BenchmarkRun.Budgets.Zip(_curves[i]))
                text.Append(CultureInfo.InvariantCulture, $"| {budget} | {at.Found} of {at.Events} | {at.FalsePerDay:F3} | {at.MedianDelay} | {at.MedianLead} |\n");
        }

        stream.Write(Utf8.GetBytes(text.ToString()));
    }

    /// <summary>As one page that needs nothing else.</summary>
    public void WriteHtml(Stream stream)
    {
        var page = new StringBuilder();
        EvaluationPage.Write(page, model, runs, _curves);
        stream.Write(Utf8.GetBytes(page.ToString()));
    }

    private static void WriteRun(Utf8JsonWriter json, BenchmarkRun run, IReadOnlyList<EventScore> curve)
    {
        json.WriteStartObject();
        json.WriteString("name", run.Data);
        if (double.IsFinite(run.Threshold)) json.WriteNumber("threshold", run.Threshold);
        else json.WriteNull("threshold");
        json.WriteStartArray("figures");
        foreach (var row in run.Rows)
        {
            json.WriteStartObject();
            json.WriteString("figure", row.Figure);
            json.WriteNumber("value", row.Value);
            json.WriteString("note", row.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("budgets");
        foreach (var (budget, at) in BenchmarkRun.Budgets.Zip(curve)) WriteEvents(json, at, "mostFalsePerDay", budget);
        json.WriteEndArray();
        json.WriteStartArray("series");
        for (var s = 0; s < run.Series.Count; s++) WriteEvents(json, run.Of(s), "name", run.Series[s].Name);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, EventScore at, string key, object value)
    {
        json.WriteStartObject();
        if (value is double number) json.WriteNumber(key, number);
        else json.WriteString(key, (string)value);
        if (double.IsFinite(at.Threshold)) json.WriteNumber("threshold", at.Threshold);
        json.WriteNumber("events", at.Events);
        json.WriteNumber("found", at.Found);
        json.WriteNumber("falseAlerts", at.FalseAlerts);
        json.WriteNumber("falsePerDay", at.FalsePerDay);
        json.WriteNumber("medianDelaySeconds", at.MedianDelay.TotalSeconds);
        json.WriteNumber("medianLeadSeconds", at.MedianLead.TotalSeconds);
        json.WriteEndObject();
    }
}
