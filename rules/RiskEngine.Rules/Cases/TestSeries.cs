using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Cases;

/// <summary>Events of one source in a test: one, or several at regular distances.</summary>
public sealed record TestSeries
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>When the first happens.</summary>
    public required EventTime First { get; init; }

    /// <summary>Kind of the events.</summary>
    public required string Kind { get; init; }

    /// <summary>The device; <c>{n}</c> stands for the number of the event, from 1. So in site, id, unit, texts and attributes.</summary>
    public required string Source { get; init; }

    /// <summary>The site path.</summary>
    public required string Site { get; init; }

    /// <summary>The events' own ids; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>Unit of the value; null for none.</summary>
    public string? Unit { get; init; }

    /// <summary>Attributes: texts, doubles and bools.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();

    /// <summary>The values and their distances.</summary>
    public required SeriesValues Values { get; init; }

    /// <summary>The events in order.</summary>
    public IEnumerable<TestEvent> Expand()
    {
        var number = 0;
        foreach (var (after, value) in Values.Expand())
        {
            number++;
            var time = First + after;
            yield return new TestEvent(time, Fill(Kind, number), Json(time, value, number));
        }
    }

    private byte[] Json(EventTime time, object? value, int number)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            if (Id is not null) json.WriteString("id", Fill(Id, number));
            json.WriteString("kind", Fill(Kind, number));
            json.WriteString("source", Fill(Source, number));
            json.WriteString("site", Fill(Site, number));
            json.WriteString("time", time.ToString());
            Write(json, "value", value, number);
            if (Unit is not null) json.WriteString("unit", Unit);
            if (Attributes.Count > 0)
            {
                json.WriteStartObject("attributes");
                foreach (var (name, attribute) in Attributes) Write(json, name, attribute, number);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value, int number)
    {
        switch (value)
        {
            case double amount: json.WriteNumber(name, amount); break;
            case bool truth: json.WriteBoolean(name, truth); break;
            case string text: json.WriteString(name, Fill(text, number)); break;
        }
    }

    private static string Fill(string text, int number) =>
        text.Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
