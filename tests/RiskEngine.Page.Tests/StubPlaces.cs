using System.Text.Json.Nodes;

namespace RiskEngine.Page.Tests;

/// <summary>The places of the stub, rolled up as the engine does.</summary>
internal static class StubPlaces
{
    private static readonly string[] Levels = ["root", "district", "community", "grid", "building"];
    private static readonly string[] Grades = ["blue", "yellow", "orange", "red"];

    /// <summary>All sites: four communities in each of two districts, two grids, three buildings.</summary>
    public static IReadOnlyList<string> Sites { get; } =
    [
        .. from district in (string[])["huaxi/c1", "nanming/c"]
           from community in Enumerable.Range(1, 4)
           from grid in (string[])["g01", "g02", "g03", "g07"]
           from building in Enumerable.Range(1, 3)
           select $"{district}{community}/{grid}/b{building}",
    ];

    /// <summary>One place with so many levels below it; null where nobody has named it.</summary>
    public static JsonObject? Of(StubCity city, string area, int depth)
    {
        var inside = Sites.Where(site => Within(site, area)).ToArray();
        if (inside.Length == 0) return null;
        var alerts = city.Alerts.Values.Where(alert => Within(StubCity.Text(alert, "site"), area)).ToArray();
        var worst = alerts.Length == 0 ? -1 : alerts.Max(alert => Array.IndexOf(Grades, StubCity.Text(alert, "grade")));
        var level = area.Length == 0 ? 0 : area.Split('/').Length;
        var place = new JsonObject
        {
            ["area"] = area, ["name"] = area.Split('/')[^1], ["level"] = Levels[level], ["open_alerts"] = alerts.Length, ["open_incidents"] = alerts.Length,
            ["index"] = Math.Min(100, 20 * (worst + 1)), ["coverage"] = Coverage(city, area, 10 * inside.Length),
        };
        if (worst >= 0) place["worst"] = Grades[worst];
        if (area == "huaxi/c11") (place["chronic"], place["chronic_because"]) = (true, "11 incidents in 90 days; 5 are many");
        var children = inside.Select(site => site.Split('/')).Where(parts => parts.Length > level).Select(parts => string.Join('/', parts[..(level + 1)])).Distinct().ToArray();
        if (children.Length == 0) return place;
        if (depth == 0) place["more"] = children.Length;
        else place["children"] = new JsonArray([.. children.Select(child => Of(city, child, depth - 1))]);
        return place;
    }

    private static JsonObject Coverage(StubCity city, string area, int sources)
    {
        const string Blind = "nanming/c3";
        var blind = Within(Blind, area) || Within(area, Blind);
        return new JsonObject
        {
            ["sources"] = sources, ["silent"] = blind ? 3 : 0, ["share"] = blind ? 1 - (3.0 / sources) : 1,
            ["blind"] = blind ? new JsonArray(new JsonObject
            {
                ["risk"] = StubCity.Rule, ["because"] = "sources silent", ["since"] = city.At(70), ["sources"] = new JsonArray("gm-1", "gm-2", "gm-9"), ["area"] = Blind,
            }) : [],
        };
    }

    private static bool Within(string site, string area) => area.Length == 0 || site == area || site.StartsWith(area + "/", StringComparison.Ordinal);
}
