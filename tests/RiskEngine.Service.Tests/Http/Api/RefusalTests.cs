using System.Net;
using System.Text;
using System.Text.Json;
using RiskEngine.Reading.Tests;

namespace RiskEngine.Service.Tests.Http.Api;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("GET", "/api/v1/alerts?grad=red", 400, "unknown-parameter", "area, cursor, grade")]
    [InlineData("GET", "/api/v1/vitals?x=1", 400, "unknown-parameter", "has none")]
    [InlineData("GET", "/api/v1/openapi.json?x=1", 400, "unknown-parameter", "openapi.json")]
    [InlineData("GET", "/api/v1/events/stream?topics=alarms", 400, "bad-parameter", "alerts, incidents, places, vitals")]
    [InlineData("GET", "/api/v1/alerts?grade=pink", 400, "bad-parameter", "'pink'")]
    [InlineData("GET", "/api/v1/alerts?grade=red&grade=blue", 400, "bad-parameter", "more than once")]
    [InlineData("GET", "/api/v1/alerts?limit=0", 400, "bad-parameter", "1 to 500")]
    [InlineData("GET", "/api/v1/alerts?limit=", 400, "bad-parameter", "0 characters")]
    [InlineData("GET", "/api/v1/alerts?since=yesterday", 400, "bad-parameter", "2026-11-21T10:00:00Z")]
    [InlineData("GET", "/api/v1/alerts?cursor=%20", 400, "bad-parameter", "cursor")]
    [InlineData("GET", "/api/v1/alerts?text=%00", 400, "bad-parameter", "no text")]
    [InlineData("GET", "/api/v1/alerts/none", 404, "not-found", "'none'")]
    [InlineData("GET", "/api/v1/incidents/none", 404, "not-found", "'none'")]
    [InlineData("GET", "/api/v1/rules/none", 404, "not-found", "'none'")]
    [InlineData("GET", "/api/v1/places?area=nowhere", 404, "not-found", "'nowhere'")]
    [InlineData("GET", "/api/v1/nothing", 404, "not-found", "/api/v1/nothing")]
    [InlineData("GET", "/page/../secret", 404, "not-found", "secret")]
    [InlineData("GET", "/page/nothing.js", 404, "not-found", "nothing.js")]
    [InlineData("POST", "/api/v1/alerts", 405, "method-not-allowed", "POST")]
    [InlineData("DELETE", "/api/v1/vitals", 405, "method-not-allowed", "DELETE")]
    [InlineData("OPTIONS", "/api/v1/events/stream", 405, "method-not-allowed", "OPTIONS")]
    [InlineData("QUERY", "/", 405, "method-not-allowed", "QUERY")]
    public async Task Every_refusal_is_a_problem_that_says_what_to_do(string method, string path, int status, string type, string says)
    {
        await using var api = await ServedApi.StartAsync(new Story().Fires(1, "red"));
        using var answer = await api.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(text);
        Assert.Equal((status, $"urn:riskengine:problem:{type}"), (problem.RootElement.GetProperty("status").GetInt32(), problem.RootElement.GetProperty("type").GetString()));
        Assert.Contains(says, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        if (status == 405) Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task A_change_from_elsewhere_is_refused_with_a_problem()
    {
        await using var api = await ServedApi.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/alerts");
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await api.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Every_answer_keeps_a_browser_on_its_page()
    {
        await using var api = await ServedApi.StartAsync();
        foreach (var path in new[] { "/", "/api/v1/alerts", "/api/v1/nothing", "/page/x", "/api/v1/alerts?x=1" })
        {
            using var answer = await api.Http.GetAsync(path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Empty(answer.Headers.Server);
        }
    }

    [Fact]
    public async Task Answers_are_compressed_where_the_caller_takes_that()
    {
        await using var api = await ServedApi.StartAsync();
        foreach (var encoding in new[] { "br", "gzip" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/rules");
            request.Headers.AcceptEncoding.ParseAdd(encoding);
            using var answer = await api.Http.SendAsync(request);
            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
            Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        }
    }

    /// <summary>Whatever is asked, the answer is below 500, its errors are problems, and nothing of the machine is told.</summary>
    [Fact]
    public async Task Fuzzed_requests_are_answered()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("RISKENGINE_FUZZED_REQUESTS"), out var wanted) ? wanted : 10_000;
        await using var api = await ServedApi.StartAsync(Story.Random(1, 300));
        var faults = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptionsOf(4), async (seed, cancellationToken) =>
        {
            using var request = Fuzz.Request(new Random(seed));
            try
            {
                using var answer = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream") return;
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                var status = (int)answer.StatusCode;
                var isBare = status >= 400 && answer.Content.Headers.ContentType?.MediaType != "application/problem+json" && request.Method != HttpMethod.Head && text.Length > 0;
                if (status is >= 500 or 0 || isBare || text.Contains("   at ", StringComparison.Ordinal) || text.Contains(ServedApi.RulesPath, StringComparison.Ordinal))
                    lock (faults) faults.Add($"{seed} {request.Method} {request.RequestUri}: {status} {text}");
            }
            catch (HttpRequestException fault)
            {
                lock (faults) faults.Add($"{seed} {request.Method} {request.RequestUri}: {fault.Message}");
            }
        });

        Assert.Empty(faults);
        Assert.Equal(HttpStatusCode.OK, (await api.Http.GetAsync("/api/v1/vitals")).StatusCode);
    }

    private sealed class ParallelOptionsOf : ParallelOptions
    {
        public ParallelOptionsOf(int degree) => MaxDegreeOfParallelism = degree;
    }

    /// <summary>Requests that are nearly right, and some that are not at all.</summary>
    private static class Fuzz
    {
        private static readonly string[] Paths =
        [
            "alerts", "alerts/000000000000000000000001", "incidents", "incidents/0000000000000000000f4241", "places", "sources", "rules", "rules/gas-rising-indoor", "models",
                "tasks", "audit",
            "suppressed", "silences", "vitals", "openapi.json", "events/stream", "rules/reload", "", "../..", "alerts/", "alerts//", "alerts/%2e%2e", "alerts/%00", "ALERTS",
                "alerts/a/b",
        ];

        private static readonly string[] Names =
        [
            "state", "grade", "area", "rule", "source", "since", "until", "text", "limit", "cursor", "cause", "acknowledged", "depth", "nodes", "mode", "about", "action",
                "by", "alert", "reason",
            "topics", "x", "", "__proto__", "Limit",
        ];

        private static readonly string[] Values =
        [
            "", "all", "firing", "resolved", "open", "red", "red,blue", "pink", "huaxi/c1", "/", "0", "1", "-1", "500", "501", "99999999999999999999", "2026-11-21T10:00:00Z",
                "9999-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z", "2026-13-41", "true", "NaN", "%", "_", "\\", "'", "\"", "'; DROP TABLE alerts; --", "<script>", "\u0000", "\ud800", "燃气", "🔥", "MTc2IHg",
                "LTEg", "....//", "${jndi}", "\r\nX: y",
        ];

        public static HttpRequestMessage Request(Random random)
        {
            var methods = new[] { "GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW" };
            var root = random.Next(20) == 0 ? "/page/" : random.Next(20) == 0 ? "/" : "/api/v1/";
            var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Pick(Names, random)}={Encoded(Pick(Values, random), random)}"));
            var request = new HttpRequestMessage(new HttpMethod(Pick(methods, random)), $"{root}{Pick(Paths, random)}{(query.Length > 0 ? "?" : "")}{query}");
            if (random.Next(4) == 0) request.Headers.TryAddWithoutValidation(Pick(["If-None-Match", "Accept", "Accept-Encoding", "Last-Event-ID", "Authorization", "Origin",
                "Range"], random), Text(random));
            if (random.Next(5) == 0 && request.Method != HttpMethod.Head) request.Content = new StringContent(Text(random), Encoding.UTF8, "application/json");
            return request;
        }

        private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];

        private static string Encoded(string text, Random random) => random.Next(3) == 0 ? $"%{random.Next(256):X2}{Uri.EscapeDataString(text)}" : Uri.EscapeDataString(text);

        private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(32, 127))]);
    }
}
