using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RiskEngine.Page.Tests;

/// <summary>The answers of the API about a stub city.</summary>
internal static class StubAnswers
{
    private const string RuleText = """
        id: gas-rising-indoor
        title: Gas concentration is rising in a building
        on: sensor.gas
        grades: {blue: ">= 5", yellow: ">= 10", orange: ">= 15", red: ">= 20"}
        clear: {when: "< 4", for: 2m}

        """;

    /// <summary>The answer at a path below /api/v1; null where there is none.</summary>
    public static JsonNode? Of(StubCity city, string path, IQueryCollection query)
    {
        var parts = path.Split('/');
        return (parts[0], parts.Length) switch
        {
            ("alerts", 1) => List(city.Alerts.Values.Where(alert => Fits(alert, query))),
            ("alerts", 2) => city.Alerts.ContainsKey(parts[1]) ? city.Whole(parts[1]) : null,
            ("incidents", 1) => List(city.Incidents.Values.Select(WithoutMembers)),
            ("incidents", 2) => city.Incidents.ContainsKey(parts[1]) ? city.WholeIncident(parts[1]) : null,
            ("places", 1) => StubPlaces.Of(city, query["area"].ToString(), int.Parse(query["depth"].ToString(), CultureInfo.InvariantCulture)) is { } place
                ? new JsonObject { ["place"] = place, ["nodes"] = 10, ["levels"] = new JsonArray("district", "community", "grid", "building") } : null,
            ("rules", 1) => Rules(city),
            ("rules", 2) => new JsonObject { ["rule"] = Rule(city, parts[1]), ["text"] = RuleText, ["limits"] = Limits() },
            ("vitals", 1) => Vitals(city),
            ("tasks", 1) => List([Task()]),
            ("audit", 1) => List(city.Audit),
            ("models", 1) or ("silences", 1) => List([]),
            _ => null,
        };
    }

    public static JsonObject Vitals(StubCity city) => new()
    {
        ["at"] = city.At(0), ["version"] = "0.2.0", ["started"] = city.At(600), ["ready"] = true, ["reasons"] = new JsonArray(), ["notes"] = new JsonArray(),
        ["events_per_second"] = 1234.5, ["lag"] = 7, ["tasks"] = new JsonObject { ["running"] = 5, ["total"] = 5 }, ["rules"] = 57,
        ["latency"] = new JsonObject { ["alert_p50_seconds"] = 0.8, ["alert_p99_seconds"] = 2.4, ["of"] = 120 },
        ["ledger"] = Ledger(), ["reading"] = new JsonObject { ["caught_up"] = true, ["lag"] = 0, ["history"] = "ready", ["clients"] = 1 }, ["kafka"] = true, ["store"] = true,
    };

    private static bool Fits(JsonObject alert, IQueryCollection query) =>
        (query["state"].ToString() is "" or "firing" or "all")
        && (query["grade"].ToString() is "" || query["grade"].ToString().Split(',').Contains(StubCity.Text(alert, "grade")))
        && (query["rule"].ToString() is "" || query["rule"] == StubCity.Text(alert, "rule"))
        && StubCity.Text(alert, "site").StartsWith(query["area"].ToString(), StringComparison.Ordinal)
        && StubCity.Text(alert, "message").Contains(query["text"].ToString(), StringComparison.Ordinal);

    private static JsonObject List(IEnumerable<JsonObject> items) => new() { ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]) };

    private static JsonObject WithoutMembers(JsonObject incident)
    {
        var row = (JsonObject)incident.DeepClone();
        row.Remove("members");
        return row;
    }

    private static JsonObject Rules(StubCity city)
    {
        var list = List(city.Alerts.Values.Select(alert => StubCity.Text(alert, "rule")).Distinct().Select(id => Rule(city, id)));
        list["reload"] = new JsonObject { ["version"] = 3, ["accepted"] = 2, ["refused"] = 0 };
        return list;
    }

    private static JsonObject Rule(StubCity city, string id) => new()
    {
        ["id"] = id, ["title"] = $"What {id} finds", ["hash"] = "28e3c3084f9cc68c", ["mode"] = "active", ["file"] = $"gas/{id}.yaml",
        ["on"] = new JsonArray("sensor.gas"), ["by"] = "source",
        ["type"] = id == "door-held-open" ? "sequence" : "metric", ["scope"] = "partition", ["open_alerts"] = 1, ["alerts_7d"] = 12, ["false_7d"] = 1,
        ["errors"] = 0, ["changed"] = city.At(9000),
        ["false_positives"] = new JsonArray("solvents close to the sensor"),
    };

    private static JsonObject Limits() => new()
    {
        ["grades"] = new JsonArray(
            Limit(">=", 5, "blue"), Limit(">=", 10, "yellow"), Limit(">=", 15, "orange"), Limit(">=", 20, "red")),
        ["clear"] = Limit("<", 4), ["by_key"] = false,
    };

    private static JsonObject Limit(string sign, double value, string? grade = null)
    {
        var limit = new JsonObject { ["when"] = $"{sign} {value.ToString(CultureInfo.InvariantCulture)}", ["sign"] = sign, ["value"] = value };
        if (grade is not null) limit["grade"] = grade;
        return limit;
    }

    private static JsonObject Task() => new()
    {
        ["task"] = "risk.events.sensor.v1/0", ["kind"] = "events", ["phase"] = "running", ["lag"] = 0, ["sources"] = 120, ["open_alerts"] = 3, ["ledger"] = Ledger(),
        ["checkpoint"] = new JsonObject { ["bytes"] = 1234, ["seconds"] = 0.004, ["count"] = 120, ["failures"] = 0 },
    };

    private static JsonObject Ledger() => new()
    {
        ["consumed"] = 1000, ["evaluated"] = 900, ["filtered"] = 95, ["late"] = 3, ["duplicates"] = 0, ["dead_lettered"] = 2, ["waiting"] = 0,
        ["candidates"] = 9, ["published"] = 8, ["shadowed"] = 1, ["lost"] = 0, ["balances"] = true,
    };
}
