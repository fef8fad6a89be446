using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RiskEngine.Core.Ports;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Tests;

/// <summary>Records of incidents, as the desk writes them.</summary>
internal static class Incidents
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Id of the nth incident.</summary>
    public static string IdOf(int incident) => incident.ToString("x24", CultureInfo.InvariantCulture);

    /// <summary>A record.</summary>
    public static JsonObject Json(int incident = 1, int number = 1, string grade = "orange", bool isEnd = false, string previous = "none") => new()
    {
        ["id"] = IdOf(incident),
        ["number"] = number,
        ["state"] = isEnd ? "resolved" : "open",
        ["direction"] = isEnd ? "end" : number == 1 ? "rise" : "note",
        ["grade"] = grade,
        ["previous_grade"] = previous,
        ["certainty"] = "likely",
        ["area"] = "huaxi/c12/g07/b3",
        ["cause"] = "gas",
        ["title"] = "Gas in building b3",
        ["message"] = isEnd ? "The gas in building b3 is gone." : "Gas rises in building b3, and two doors stand open.",
        ["opened"] = At(0),
        ["at"] = At(60 * number),
        ["open"] = isEnd ? 0 : 2,
        ["total"] = 2,
        ["worst"] = new JsonObject { ["alert"] = IdOf(99), ["rule"] = "gas-rising-indoor", ["key"] = "gm-00412", ["site"] = "huaxi/c12/g07/b3", ["grade"] = grade, ["at"] = At(0) },
        ["members"] = new JsonArray(),
        ["notify"] = true,
        ["notify_because"] = isEnd ? "resolved" : "opened",
        ["categories"] = new JsonArray("Fire", "Safety"),
        ["runbook"] = "docs/runbooks/gas.md",
        ["labels"] = new JsonObject { ["team"] = "gas desk" },
    };

    public static LogRecord Record(JsonObject json, long offset = 0) =>
        new("risk.incidents.v1", 0, offset, Encoding.UTF8.GetBytes(json["id"]!.GetValue<string>()), Encoding.UTF8.GetBytes(json.ToJsonString()));

    public static Notice Notice(JsonObject json)
    {
        var notice = NoticeJson.Read(NoticeKind.Incidents, Encoding.UTF8.GetBytes(json.ToJsonString()), out var fault);
        Assert.Equal("", fault);
        return notice!;
    }

    /// <summary>The first records of many incidents, one each.</summary>
    public static IReadOnlyList<LogRecord> Many(int count) => [.. Enumerable.Range(0, count).Select(i => Record(Json(i + 1), i))];

    private static string At(int second) => (Start + TimeSpan.FromSeconds(second)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
