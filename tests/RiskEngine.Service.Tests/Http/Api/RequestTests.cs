using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;
using RiskEngine.Reading;
using RiskEngine.Reading.Tests;

namespace RiskEngine.Service.Tests.Http.Api;

/// <summary>What people ask of the desk by HTTP.</summary>
public sealed class RequestTests
{
    private static readonly string Alert = Story.Id(1);
    private static readonly string Incident = Story.Id(900);
    private readonly List<(string Area, DeskRequest Request)> _asked = [];

    [Theory]
    [InlineData("POST", "alerts/A/acknowledge", "{}", RequestKind.Acknowledge)]
    [InlineData("POST", "alerts/A/comment", """{"why":"seen"}""", RequestKind.Comment)]
    [InlineData("POST", "alerts/A/shelve", """{"why":"works","until":"2026-11-21T12:00:00Z"}""", RequestKind.Shelve)]
    [InlineData("POST", "alerts/A/unshelve", "{}", RequestKind.Unshelve)]
    [InlineData("POST", "alerts/A/close", """{"verdict":"false"}""", RequestKind.CloseFalse)]
    [InlineData("POST", "incidents/I/acknowledge", "{}", RequestKind.Acknowledge)]
    [InlineData("POST", "incidents/I/assign", """{"to":"wu"}""", RequestKind.Assign)]
    [InlineData("POST", "incidents/I/comment", """{"why":"seen"}""", RequestKind.Comment)]
    [InlineData("POST", "incidents/I/close", """{"verdict":"true"}""", RequestKind.CloseTrue)]
    [InlineData("POST", "silences", """{"area":"huaxi/c12/g01/b1","why":"works","until":"2026-11-21T12:00:00Z","match":{"rules":["gas-*"]}}""", RequestKind.Silence)]
    [InlineData("DELETE", "silences/s1", """{"area":"huaxi/c12"}""", RequestKind.Unsilence)]
    public async Task What_is_asked_goes_to_the_desk_of_its_area_and_the_answer_is_what_the_desk_wrote_down(string method, string path, string body, RequestKind kind)
    {
        await using var api = await Start(refused: null);
        var (status, answer) = await Ask(api, method, path, body);
        Assert.True(status == 200, answer.GetRawText());
        var (area, request) = Assert.Single(_asked);
        Assert.Equal(("huaxi/c12", "huaxi/c12", kind, "li", request.Id), (area, request.Area, request.Kind, request.By, answer.GetProperty("request").GetString()));
        Assert.Equal("done", answer.GetProperty("audit").GetProperty("outcome").GetString());
        Assert.Equal(path.StartsWith("alerts", StringComparison.Ordinal) ? Alert : null, request.Alert);
        Assert.Equal(path.StartsWith("incidents", StringComparison.Ordinal) ? Incident : null, request.Incident);
        if (kind == RequestKind.Silence) Assert.Equal(["huaxi/c12/g01/b1"], request.Match!.Areas);
        if (kind == RequestKind.Unsilence) Assert.Equal("s1", request.Silence);
    }

    [Fact]
    public async Task What_the_desk_refuses_is_a_conflict_that_says_why()
    {
        await using var api = await Start(refused: "it does not say why");
        var (status, problem) = await Ask(api, "POST", "alerts/A/shelve", "{}");
        Assert.Equal((409, "urn:riskengine:problem:refused", "it does not say why"), (status, problem.GetProperty("type").GetString(), problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Where_nobody_reads_what_the_desk_writes_the_answer_is_that_it_was_taken_and_the_area_must_be_said()
    {
        await using var api = await ServedApi.StartAsync(reads: false, ask: Take(null));
        Assert.Equal(400, (await Ask(api, "POST", "alerts/A/acknowledge", "{}")).Status);
        var (status, answer) = await Ask(api, "POST", "alerts/A/acknowledge", """{"area":"huaxi/c12"}""");
        Assert.Equal((202, "waiting", _asked[0].Request.Id), (status, answer.GetProperty("outcome").GetString(), answer.GetProperty("request").GetString()));
    }

    [Theory]
    [InlineData("alerts/A/shelve", """{"by":"li","untill":"x"}""", 400, "there is no field 'untill' here; known: by, why, area, until")]
    [InlineData("alerts/A/acknowledge", """{"id":"mine"}""", 400, "there is no field 'id'")]
    [InlineData("alerts/A/acknowledge", """{"by":""}""", 400, "'by' is missing")]
    [InlineData("alerts/A/close", """{"by":"li","verdict":"maybe"}""", 400, "'true' or 'false'")]
    [InlineData("alerts/A/shelve", """{"by":"li","until":"tomorrow"}""", 400, "'until' is no time in UTC")]
    [InlineData("alerts/none/acknowledge", "{}", 400, "say it as 'area'")]
    [InlineData("silences", """{"match":{"rules":["x"]}}""", 400, "say it as 'area'")]
    [InlineData("alerts/A/acknowledge", "[]", 400, "no JSON object")]
    [InlineData("alerts/A/acknowledge", """{"by":"li","by":"wu"}""", 400, "no JSON as it is read here")]
    [InlineData("alerts/A/comment", "LONG", 413, "longer than is taken")]
    public async Task A_fault_of_the_body_is_named_and_nothing_is_asked(string path, string body, int status, string says)
    {
        await using var api = await Start(refused: null);
        var text = body == "LONG" ? $$"""{"why":"{{new string('x', RequestDecoder.MostBytes)}}"}""" : body;
        var (answered, problem) = await Ask(api, "POST", path, text, names: false);
        Assert.Equal(status, answered);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Without_a_desk_or_without_json_nothing_is_asked()
    {
        await using var none = await ServedApi.StartAsync(new Story().Fires(1, "red"));
        Assert.Equal(404, (await Ask(none, "POST", "alerts/A/acknowledge", "{}")).Status);
        await using var api = await Start(refused: null);
        using var text = await api.Http.PostAsync($"/api/v1/alerts/{Alert}/acknowledge", new StringContent("{}", Encoding.UTF8, "text/plain"));
        Assert.Equal(415, (int)text.StatusCode);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_request_that_Kafka_does_not_take_is_told_so()
    {
        await using var api = await ServedApi.StartAsync(new Story().Fires(1, "red"), ask: (_, _, _) => Task.FromException(new DependencyException("refused")));
        Assert.Equal(503, (await Ask(api, "POST", "alerts/A/acknowledge", "{}")).Status);
    }

    private Task<ServedApi> Start(string? refused) =>
        ServedApi.StartAsync(new Story().Fires(1, "red").Incident(900, "red", [1]), ask: Take(refused));

    /// <summary>A desk that writes down at once what it is asked.</summary>
    private Func<ReadModel?, string, byte[], Task> Take(string? refused) => (model, area, json) =>
    {
        Assert.True(RequestDecoder.TryDecode(json, out var request, out var fault), fault);
        _asked.Add((area, request));
        var about = request.Incident ?? request.Alert ?? request.Silence ?? request.Id;
        var audit = $$"""
            {"id":"{{request.Id}}","at":"{{EventTime.From(Story.Start)}}","action":"x","by":"{{request.By}}","about":"{{about}}","area":"{{area}}",
            "outcome":"{{(refused is null ? "done" : "refused")}}"{{(refused is null ? "" : $",\"refused\":\"{refused}\"")}}}
            """;
        model?.History.Take([new LogRecord(Story.Topics.Audit, 0, 1_000 + _asked.Count, Encoding.UTF8.GetBytes(about), (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(audit))]);
        return Task.CompletedTask;
    };

    private static async Task<(int Status, JsonElement Answer)> Ask(ServedApi api, string method, string path, string body, bool names = true)
    {
        var text = names ? body.Insert(1, body == "{}" ? "\"by\":\"li\"" : "\"by\":\"li\",") : body;
        var address = $"/api/v1/{path.Replace("/A/", $"/{Alert}/", StringComparison.Ordinal).Replace("/I/", $"/{Incident}/", StringComparison.Ordinal)}";
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        using var answer = await api.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
