using System.Globalization;
using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Records;

/// <summary>Writes areas as <c>risk.places.v1</c> has them (docs/desk.md).</summary>
internal sealed class PlaceJson(DeskJson json)
{
    public const string Type = "riskengine.place.v1";
    private const int MostRisks = 50;
    private const int MostSources = 20;

    /// <summary>Writes an area as it is now.</summary>
    /// <param name="place">The area; its number is that of this record.</param>
    /// <param name="level">What its level is called.</param>
    /// <param name="picture">What is told of it.</param>
    /// <param name="at">When.</param>
    public DeskRecord Write(DeskPlace place, string level, PlacePicture picture, EventTime at)
    {
        json.Begin();
        json.Json.WriteString("area", place.Area);
        json.Json.WriteString("level", level);
        json.Json.WriteNumber("number", place.Number);
        json.Time("at", at);
        json.Json.WriteNumber("index", picture.Index);
        if (picture.Worst != Grade.None) json.Json.WriteString("worst", AlertJson.Name(picture.Worst));
        json.Json.WriteNumber("open_alerts", picture.OpenAlerts);
        json.Json.WriteNumber("open_incidents", picture.OpenIncidents);
        if (picture.Surest is { } surest) json.Json.WriteString("certainty", DeskJson.Name(surest));
        json.Json.WriteNumber("incidents_90d", picture.Incidents);
        json.Json.WriteBoolean("chronic", picture.Chronic.Length > 0);
        if (picture.Chronic.Length > 0) json.Json.WriteString("chronic_because", picture.Chronic);
        if (picture.Coverage.Length > 0)
        {
            json.Json.WritePropertyName("coverage");
            json.Json.WriteRawValue(picture.Coverage, skipInputValidation: true);
        }

        return new DeskRecord(DeskTopic.Places, place.Area, string.Create(CultureInfo.InvariantCulture, $"{place.Area}@{at.Micros}"), Type, at, Notify: false, json.End())
        {
            IsEnd = picture.IsNothing,
        };
    }

    /// <summary>What cannot be seen in an area, as JSON; empty where all can.</summary>
    /// <remarks>One entry for each rule and reason, in the order of these, and the first sources of each: bounded, and the same whatever came first.</remarks>
    public string Coverage(IReadOnlyList<BlindEntry> blind)
    {
        if (blind.Count == 0) return "";
        var (total, silent) = (0, 0);
        var risks = new SortedDictionary<(string Risk, BlindBecause Because), (EventTime Since, SortedSet<string> Sources)>(Comparer<(string Risk, BlindBecause Because)>.Create(
            static (x, y) => string.CompareOrdinal(x.Risk, y.Risk) is var order && order != 0 ? order : x.Because.CompareTo(y.Because)));
        foreach (var entry in blind)
        {
            var facts = entry.Facts;
            (total, silent) = (total + facts.Total, silent + facts.Silent);
            foreach (var risk in facts.Risks)
            {
                if (!risks.TryGetValue((risk, facts.Because), out var known)) known = (entry.Since, new SortedSet<string>(StringComparer.Ordinal));
                known.Sources.UnionWith(facts.Sources);
                risks[(risk, facts.Because)] = (EventTime.Min(known.Since, entry.Since), known.Sources);
            }
        }

        json.Begin();
        if (total > 0)
        {
            json.Json.WriteNumber("sources", total);
            json.Json.WriteNumber("silent", silent);
            json.Json.WriteNumber("share", Math.Round(1 - ((double)silent / total), 3));
        }

        json.Json.WriteStartArray("blind");
        foreach (var ((risk, because), (since, sources)) in risks.Take(MostRisks))
        {
            json.Json.WriteStartObject();
            json.Json.WriteString("risk", risk);
            json.Json.WriteString("because", Name(because));
            json.Time("since", since);
            json.Json.WriteStartArray("sources");
            foreach (var source in sources.Take(MostSources)) json.Json.WriteStringValue(source);
            json.Json.WriteEndArray();
            json.Json.WriteEndObject();
        }

        json.Json.WriteEndArray();
        return Encoding.UTF8.GetString(json.End());
    }

    private static string Name(BlindBecause because) => because switch
    {
        BlindBecause.SourcesSilent => "sources silent",
        BlindBecause.ProducerIncomplete => "producer incomplete",
        _ => "rule without data",
    };
}
