using System.Net;
using System.Text.Json;
using RiskEngine.Core.Secrets;
using RiskEngine.Reading.Tests;

namespace RiskEngine.Service.Tests.Http.Api;

public sealed class ApiTests
{
    private static readonly string[] Lists =
    [
        "alerts", "incidents", "places", "sources", "rules", "models", "tasks", "audit", "suppressed", "silences", "vitals", "openapi.json",
    ];

    [Fact]
    public async Task Open_alerts_are_filtered_and_paged()
    {
        var story = new Story().Fires(1, "red").Fires(2, "blue", "nanming/c1", title: "Smoke rises")
            .Fires(3, "yellow", "huaxi/c1/g").Fires(4, "red", rule: "other").Ends(4, "red", rule: "other");
        await using var api = await ServedApi.StartAsync(story);
        Assert.Equal([3, 2, 1], await Alerts(api, "alerts"));
        Assert.Equal([1], await Alerts(api, "alerts?grade=red,orange"));
        Assert.Equal([3], await Alerts(api, "alerts?area=huaxi/c1"));
        Assert.Equal([2], await Alerts(api, "alerts?text=sMoKe"));
        Assert.Equal([1], await Alerts(api, "alerts?source=gm-1"));
        Assert.Equal([4], await Alerts(api, "alerts?state=resolved"));
        Assert.Equal([4, 3, 2, 1], await Alerts(api, "alerts?state=all"));
        Assert.Equal([4], await Alerts(api, "alerts?state=all&rule=other,none"));
        Assert.Equal([3, 2], await Alerts(api, "alerts?since=2026-11-21T10:00:02Z&until=2026-11-21T10:00:03Z"));
        var first = await api.Get("/api/v1/alerts?state=all&limit=3");
        var second = await api.Get($"/api/v1/alerts?state=all&limit=3&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal([1], Ids(second));
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Pages_of_all_alerts_are_stable_while_alerts_come_and_end()
    {
        var story = Story.Random(3, 500);
        await using var api = await ServedApi.StartAsync(story);
        var expected = Ids(await api.Get("/api/v1/alerts?state=all&limit=500"));
        var seen = new List<int>();
        var cursor = "";
        for (var page = 0; ; page++)
        {
            var answer = await api.Get($"/api/v1/alerts?state=all&limit=20{cursor}");
            seen.AddRange(Ids(answer));
            if (!answer.TryGetProperty("next", out var next)) break;
            cursor = $"&cursor={next.GetString()}";
            var more = new Story().Fires(900_000 + page, "red");
            api.Model.Picture.Take(more.Records);
            api.Model.History.Take(more.Records);
        }

        Assert.True(expected.Count > 100);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task An_alert_is_told_with_its_transitions_its_incident_and_why()
    {
        var story = new Story().Fires(1, "blue").Fires(1, "red", more: ""","a_new_field":7""").Suppressed(1, "folded").Audit("a1", "comment", Story.Id(1)).Audit("a2",
            "acknowledge", Story.Id(9))
            .Incident(9, "red", [1], acknowledgedBy: "li");
        await using var api = await ServedApi.StartAsync(story);
        var alert = await api.Get($"/api/v1/alerts/{Story.Id(1)}");
        Assert.Equal(7, alert.GetProperty("alert").GetProperty("a_new_field").GetInt32());
        Assert.Equal(Story.Id(9), alert.GetProperty("alert").GetProperty("incident").GetString());
        Assert.Equal("li", alert.GetProperty("alert").GetProperty("acknowledged").GetProperty("by").GetString());
        Assert.Equal([1, 2], alert.GetProperty("transitions").EnumerateArray().Select(one => one.GetProperty("transition").GetInt32()));
        Assert.Equal("folded", alert.GetProperty("suppressed")[0].GetProperty("reason").GetString());
        Assert.Equal(["a2", "a1"], alert.GetProperty("audit").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(5.5, alert.GetProperty("series")[1].GetProperty("value").GetDouble());
        Assert.Equal("avg(value) was 5.5, and the limit of red is 5", alert.GetProperty("explanation").GetProperty("because")[0].GetString());

        var incident = await api.Get($"/api/v1/incidents/{Story.Id(9)}");
        Assert.Equal(1, incident.GetProperty("timeline").GetArrayLength());
        Assert.False(incident.GetProperty("timeline")[0].TryGetProperty("members", out _));
        Assert.Equal(Story.Id(1), incident.GetProperty("alerts")[0].GetProperty("alert").GetString());
    }

    [Fact]
    public async Task Incidents_are_listed_without_their_members()
    {
        await using var api = await ServedApi.StartAsync(new Story().Incident(9, "red", [1]).Incident(8, "blue", [2], acknowledgedBy: "li").Incident(7, "red", [3], isOpen: false));
        Assert.Equal([9, 8], IncidentIds(await api.Get("/api/v1/incidents")));
        Assert.Equal([8], IncidentIds(await api.Get("/api/v1/incidents?acknowledged=true")));
        Assert.Equal([7], IncidentIds(await api.Get("/api/v1/incidents?state=resolved&cause=gas")));
        Assert.Equal([9, 8, 7], IncidentIds(await api.Get("/api/v1/incidents?state=all")));
        Assert.DoesNotContain("members", (await api.Get("/api/v1/incidents")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_are_a_tree_that_rolls_up()
    {
        await using var api = await ServedApi.StartAsync(new Story().Fires(1, "red").Fires(2, "blue", "nanming/c1").Place("huaxi/c12", 42.5, silent: 3));
        var root = (await api.Get("/api/v1/places")).GetProperty("place");
        Assert.Equal(("", "red", 2, 42.5),
            (root.GetProperty("area").GetString(), root.GetProperty("worst").GetString(), root.GetProperty("open_alerts").GetInt32(), root.GetProperty("index").GetDouble()));
        var community = root.GetProperty("children")[0].GetProperty("children")[0];
        Assert.Equal(("huaxi/c12", 11, 1),
            (community.GetProperty("area").GetString(), community.GetProperty("incidents_90d").GetInt32(), community.GetProperty("more").GetInt32()));
        Assert.Equal(3, community.GetProperty("coverage").GetProperty("silent").GetInt32());
        Assert.False((await api.Get("/api/v1/places?area=huaxi/c12&depth=0")).GetProperty("place").TryGetProperty("children", out _));
    }

    [Fact]
    public async Task Rules_are_told_with_text_errors_and_counts_and_no_path_of_the_machine()
    {
        var story = new Story().Fires(1, "red", rule: "gas-rising-indoor");
        await using var api = await ServedApi.StartAsync(story, secrets: KnownSecrets.Of([KeyValuePair.Create<string, string?>("Http:Token", "gas-rising-indoor-token")]));
        var list = await api.Get("/api/v1/rules?limit=500");
        var rule = list.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "gas-rising-indoor");
        Assert.Equal((3, 1), (rule.GetProperty("errors").GetInt32(), rule.GetProperty("open_alerts").GetInt32()));
        Assert.DoesNotContain(ServedApi.RulesPath, list.ToString(), StringComparison.Ordinal);
        var one = await api.Get("/api/v1/rules/gas-rising-indoor");
        Assert.Contains("\nid: gas-rising-indoor\n", one.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(["blue >= 5", "yellow >= 10", "orange >= 15", "red >= 20"], one.GetProperty("limits").GetProperty("grades").EnumerateArray()
            .Select(rung => $"{rung.GetProperty("grade")} {rung.GetProperty("sign")} {rung.GetProperty("value")}"));
        Assert.Equal(4, one.GetProperty("limits").GetProperty("clear").GetProperty("value").GetDouble());
        Assert.Contains("auto", (await api.Get("/api/v1/models")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vitals_and_tasks_tell_of_this_instance()
    {
        await using var api = await ServedApi.StartAsync(new Story().Fires(1, "red").Incident(9, "red", [1]));
        var vitals = await api.Get("/api/v1/vitals");
        Assert.Equal((7, 1, true),
            (vitals.GetProperty("lag").GetInt32(), vitals.GetProperty("alerts").GetProperty("red").GetInt32(), vitals.GetProperty("ledger").GetProperty("balances").GetBoolean()));
        Assert.Equal(("2026-11-21T10:00:00.000Z", "Asia/Shanghai"), (vitals.GetProperty("event_time").GetString(), vitals.GetProperty("time_zone").GetString()));
        Assert.Equal("ready", vitals.GetProperty("reading").GetProperty("history").GetString());
        Assert.Equal(1, vitals.GetProperty("latency").GetProperty("of").GetInt32());
        Assert.Equal("1970-01-01T00:00:00.000Z", (await api.Get("/api/v1/tasks")).GetProperty("items")[0].GetProperty("reported_at").GetString());
    }

    [Fact]
    public async Task Silences_are_those_that_hold()
    {
        var until = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var more = $$""","until":"{{until}}","why":"works","rules":["gas-rising"]""";
        await using var api = await ServedApi.StartAsync(new Story().Audit("1", "silence", "s1", more).Audit("2", "shelve", "a1", more).Audit("3", "silence", "s2",
            more).Audit("4", "unsilence", "s2")
            .Audit("5", "silence", "s3", ""","until":"2020-01-01T00:00:00.000Z" """));
        var items = (await api.Get("/api/v1/silences")).GetProperty("items");
        Assert.Equal(["shelf a1 works", "silence s1 works"],
            items.EnumerateArray().Select(one => $"{one.GetProperty("kind")} {one.GetProperty("about")} {one.GetProperty("why")}").Order());
    }

    [Fact]
    public async Task What_the_caller_has_is_not_sent_again_and_HEAD_is_answered()
    {
        await using var api = await ServedApi.StartAsync(new Story().Fires(1, "red"));
        foreach (var list in Lists.Except(["vitals"]))
        {
            using var answer = await api.Http.GetAsync($"/api/v1/{list}");
            Assert.NotNull(answer.Headers.ETag);
            using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{list}");
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            using var same = await api.Http.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            Assert.Empty(await same.Content.ReadAsByteArrayAsync());
            using var head = await api.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/api/v1/{list}"));
            Assert.Equal((HttpStatusCode.OK, answer.Headers.ETag, answer.Content.Headers.ContentLength), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentLength));
        }

        var before = (await api.Http.GetAsync("/api/v1/alerts")).Headers.ETag;
        api.Model.Picture.Take(new Story().Fires(2, "blue").Records);
        Assert.NotEqual(before, (await api.Http.GetAsync("/api/v1/alerts")).Headers.ETag);
    }

    [Fact]
    public async Task Without_the_read_model_this_instance_still_tells_of_itself()
    {
        await using var api = await ServedApi.StartAsync(reads: false);
        foreach (var list in new[] { "rules", "models", "tasks", "vitals", "silences", "openapi.json" }) await api.Get($"/api/v1/{list}");
        foreach (var list in new[] { "alerts", "incidents", "places", "sources", "audit", "suppressed", "alerts/x", "incidents/x", "events/stream" })
        {
            using var answer = await api.Http.GetAsync($"/api/v1/{list}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("urn:riskengine:problem:disabled", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task While_the_history_is_rebuilt_only_what_is_open_is_told()
    {
        await using var api = await ServedApi.StartAsync(new Story().Fires(1, "red"), isReady: false);
        Assert.Equal([1], await Alerts(api, "alerts"));
        using var answer = await api.Http.GetAsync("/api/v1/alerts?state=all");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1.0), (answer.StatusCode, answer.Headers.RetryAfter?.Delta?.TotalSeconds));
    }

    private static async Task<List<int>> Alerts(ServedApi api, string query) => Ids(await api.Get($"/api/v1/{query}"));

    private static List<int> Ids(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(item => Number(item, "alert"))];

    private static List<int> IncidentIds(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(item => Number(item, "id"))];

    private static int Number(JsonElement item, string name) => Convert.ToInt32(item.GetProperty(name).GetString(), 16);
}
