using System.Globalization;
using System.Text.Json.Nodes;

namespace RiskEngine.Page.Tests;

/// <summary>What a small city has open, as the API tells it: two districts, each grade, something in hand, something blind, something chronic.</summary>
internal sealed class StubCity
{
    public const string Gas = "9a2cc926aaf449241ef266e2";
    public const string Water = "111111111111111111111111";
    public const string GasIncident = "5f0c5f0c5f0c5f0c5f0c5f0c";
    public const string Rule = "gas-rising-indoor";

    private static readonly string[] Grades = ["blue", "yellow", "orange", "red"];

    private readonly DateTimeOffset _now;

    public StubCity(DateTimeOffset now)
    {
        _now = now;
        Add(Alert(Gas, Rule, "huaxi/c12/g07/b3", "gm-00412", 4, 22.5, 20, 25, GasIncident));
        Add(Alert(Water, "water-night-flow", "huaxi/c11/g02/b2", "wm-00006", 1, 4.4, 3, 300, "222222222222222222222222"));
        Add(Alert("333333333333333333333333", "door-held-open", "nanming/c1/g01/b1", "ac-7", 2, null, null, 40, "444444444444444444444444"));
        Add(Alert("555555555555555555555555", "power-voltage-low", "nanming/c2/g03/b2", "pm-31", 3, 188, 190, 90, "666666666666666666666666"));
        foreach (var alert in Alerts.Values) Incidents.Add(Text(alert, "incident"), Incident(alert));
        Incidents["444444444444444444444444"]["acknowledged"] = new JsonObject { ["by"] = "wang", ["at"] = At(30) };
        Alerts["333333333333333333333333"]["acknowledged"] = new JsonObject { ["by"] = "wang", ["at"] = At(30) };
    }

    public Dictionary<string, JsonObject> Alerts { get; } = [];

    public Dictionary<string, JsonObject> Incidents { get; } = [];

    public List<JsonObject> Audit { get; } = [];

    public static string Text(JsonObject record, string field) => record[field]!.GetValue<string>();

    /// <summary>A time so many minutes ago, as records have it.</summary>
    public string At(double minutesAgo) => _now.AddMinutes(-minutesAgo).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public JsonObject Alert(string id, string rule, string site, string source, int grade, double? value, double? threshold, double minutesAgo, string incident) => new()
    {
        ["alert"] = id, ["transition"] = grade, ["rule"] = rule, ["rule_hash"] = "28e3c3084f9cc68c", ["title"] = $"{rule} at work", ["state"] = "firing",
        ["grade"] = Grades[grade - 1], ["previous_grade"] = grade > 1 ? Grades[grade - 2] : "none", ["direction"] = "rise", ["reason"] = "condition",
        ["key"] = source, ["by"] = "source", ["source"] = source, ["site"] = site, ["onset"] = At(minutesAgo + 1), ["first_evidence"] = At(minutesAgo),
        ["time"] = At(Math.Max(0, minutesAgo - grade)), ["measure"] = value is null ? "count" : "avg(value)", ["value"] = value, ["threshold"] = threshold,
        ["unit"] = value is null ? "" : rule == Rule ? "%LEL" : "m3/h", ["certainty"] = "likely", ["message"] = $"{rule} at {source} ({site})",
        ["messages"] = new JsonObject { ["zh"] = $"{site} 的 {source} 异常" }, ["runbook"] = "docs/runbooks/gas.md", ["owner"] = "gas safety desk", ["incident"] = incident,
    };

    /// <summary>The whole answer about one alert.</summary>
    public JsonObject Whole(string id)
    {
        var alert = Alerts[id];
        var grade = Array.IndexOf(Grades, Text(alert, "grade")) + 1;
        var transitions = Enumerable.Range(1, grade).Select(number =>
        {
            var one = (JsonObject)alert.DeepClone();
            (one["id"], one["transition"], one["grade"], one["time"]) = ($"{id}-{number}", number, Grades[number - 1], At(25 - (4 * number)));
            if (one["value"] is not null) (one["value"], one["threshold"]) = (5.2 * number, 5.0 * number);
            return one;
        }).ToArray();
        var whole = (JsonObject)alert.DeepClone();
        whole["window"] = new JsonObject { ["count"] = 11, ["start"] = At(26), ["end"] = At(25) };
        whole["cap"] = new JsonObject { ["category"] = "Safety", ["severity"] = "Extreme", ["urgency"] = "Immediate" };
        return new JsonObject
        {
            ["alert"] = whole,
            ["transitions"] = new JsonArray([.. transitions]),
            ["suppressed"] = new JsonArray(),
            ["audit"] = AuditOf(id, Text(alert, "incident")),
            ["series"] = new JsonArray([.. transitions.Where(one => one["value"] is not null).Select(one => new JsonObject
            {
                ["at"] = Text(one, "time"), ["value"] = one["value"]!.DeepClone(), ["threshold"] = one["threshold"]!.DeepClone(), ["grade"] = Text(one, "grade"),
            })]),
            ["explanation"] = new JsonObject
            {
                ["sentence"] = Text(alert, "message"),
                ["because"] = new JsonArray("avg(value) was 22.5 %LEL, and 20 %LEL is the limit of red", "inferred from the statistics of a window"),
                ["evidence"] = new JsonArray(new JsonObject { ["topic"] = "risk.events.sensor.v1", ["partition"] = 0, ["from"] = 1180, ["to"] = 2252 }),
                ["verify"] = $"riskengine verify {id} --rules rules/packs --alerts alerts.jsonl --log log.jsonl",
            },
        };
    }

    public JsonObject WholeIncident(string id) => new()
    {
        ["incident"] = Incidents[id].DeepClone(),
        ["timeline"] = new JsonArray(new JsonObject
        {
            ["number"] = 1, ["at"] = At(25), ["state"] = "open", ["direction"] = "rise", ["grade"] = "red", ["open"] = 1, ["total"] = 1, ["notify"] = true,
            ["notify_because"] = "opened", ["message"] = Text(Incidents[id], "message"),
        }),
        ["audit"] = AuditOf(id, id),
        ["alerts"] = new JsonArray([.. Alerts.Values.Where(alert => Text(alert, "incident") == id).Select(alert => alert.DeepClone())]),
    };

    private JsonArray AuditOf(string id, string other) =>
        new([.. Audit.Where(one => Text(one, "about") == id || Text(one, "about") == other).Select(one => one.DeepClone())]);

    private void Add(JsonObject alert) => Alerts.Add(Text(alert, "alert"), alert);

    private JsonObject Incident(JsonObject alert)
    {
        var place = new JsonObject
        {
            ["alert"] = Text(alert, "alert"), ["rule"] = Text(alert, "rule"), ["key"] = Text(alert, "key"), ["site"] = Text(alert, "site"),
            ["grade"] = Text(alert, "grade"), ["at"] = Text(alert, "time"),
        };
        var member = (JsonObject)place.DeepClone();
        member["state"] = "firing";
        return new JsonObject
        {
            ["id"] = Text(alert, "incident"), ["number"] = 1, ["state"] = "open", ["direction"] = "rise", ["grade"] = Text(alert, "grade"), ["previous_grade"] = "none",
            ["certainty"] = "likely", ["area"] = string.Join('/', Text(alert, "site").Split('/')[..2]), ["cause"] = Text(alert, "rule").Split('-')[0],
            ["title"] = Text(alert, "title"), ["message"] = Text(alert, "message"), ["messages"] = alert["messages"]!.DeepClone(), ["opened"] = Text(alert, "first_evidence"),
            ["at"] = Text(alert, "time"), ["open"] = 1, ["total"] = 1, ["first"] = place, ["worst"] = place.DeepClone(), ["members"] = new JsonArray(member), ["notify"] = true,
            ["notify_because"] = "opened",
        };
    }
}
