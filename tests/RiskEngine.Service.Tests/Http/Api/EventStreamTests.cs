using System.Net;
using System.Text.Json;
using RiskEngine.Reading.Tests;

namespace RiskEngine.Service.Tests.Http.Api;

public sealed class EventStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Changes_are_told_to_whoever_looks_on()
    {
        await using var api = await ServedApi.StartAsync(new Story().Fires(1, "blue"));
        using var client = await Client.Connect(api, "");
        Assert.Equal("hello", (await client.Next()).Kind);
        api.Model.Picture.Take(new Story().Fires(2, "red").Incident(9, "red", [2]).Records);
        var alerts = await client.Next("alerts");
        Assert.Equal(Story.Id(2), alerts.Data.GetProperty("changed")[0].GetProperty("alert").GetString());
        Assert.Equal(Story.Id(9), alerts.Data.GetProperty("changed")[0].GetProperty("incident").GetString());
        Assert.Equal("red", (await client.Next("places")).Data.GetProperty("changed")[0].GetProperty("worst").GetString());
        Assert.True((await client.Next("vitals")).Data.GetProperty("ready").GetBoolean());
        api.Model.Picture.Take([.. new Story().Fires(2, "red").Ends(2, "red").Records.TakeLast(1)]);
        Assert.Equal(Story.Id(2), (await client.Next("alerts")).Data.GetProperty("removed")[0].GetString());
    }

    [Fact]
    public async Task Whoever_comes_back_misses_nothing()
    {
        await using var api = await ServedApi.StartAsync();
        string last;
        using (var client = await Client.Connect(api, ""))
        {
            await client.Next("hello");
            api.Model.Picture.Take(new Story().Fires(1, "red").Records);
            last = (await client.Next("alerts")).Id;
        }

        api.Model.Picture.Take(new Story().Fires(2, "red").Records);
        using (var second = await Client.Connect(api, "?topics=alerts")) await second.Next("alerts");
        using var back = await Client.Connect(api, "?topics=alerts", last);
        Assert.Equal("hello", (await back.Next()).Kind);
        Assert.Equal(Story.Id(2), (await back.Next()).Data.GetProperty("changed")[0].GetProperty("alert").GetString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000-1")]
    [InlineData("-")]
    public async Task Whose_place_is_not_known_here_is_told_to_begin_anew(string last)
    {
        await using var api = await ServedApi.StartAsync();
        using var client = await Client.Connect(api, "", last);
        var reset = await client.Next();
        Assert.Equal(("reset", "other instance"), (reset.Kind, reset.Data.GetProperty("because").GetString()));
    }

    [Fact]
    public async Task Whom_the_ring_has_overtaken_is_told_to_begin_anew()
    {
        await using var api = await ServedApi.StartAsync();
        string last;
        using (var client = await Client.Connect(api, "")) last = (await client.Next("hello")).Id;
        for (var i = 0; i < 2_000; i++) api.Model.Changes.Publish("alerts", "{}"u8.ToArray());
        using var back = await Client.Connect(api, "", last);
        var reset = await back.Next();
        Assert.Equal(("reset", "too old"), (reset.Kind, reset.Data.GetProperty("because").GetString()));
        Assert.Equal("vitals", (await back.Next("vitals")).Kind);
    }

    [Fact]
    public async Task Two_hundred_look_on_at_once_and_nothing_is_noted_before()
    {
        await using var api = await ServedApi.StartAsync();
        Assert.False(api.Model.Picture.IsWatched);
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Client.Connect(api, "?topics=alerts")));
        Assert.True(api.Model.Picture.IsWatched);
        foreach (var client in clients) await client.Next("hello");
        api.Model.Picture.Take(new Story().Fires(1, "red").Records);
        foreach (var client in clients) Assert.Equal(Story.Id(1), (await client.Next("alerts")).Data.GetProperty("changed")[0].GetProperty("alert").GetString());
        Assert.Equal(200, (await api.Get("/api/v1/vitals")).GetProperty("reading").GetProperty("clients").GetInt32());
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public async Task HEAD_ends_at_once()
    {
        await using var api = await ServedApi.StartAsync();
        using var answer = await api.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/events/stream"));
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private sealed record Told(string Id, string Kind, JsonElement Data);

    private sealed class Client : IDisposable
    {
        private readonly HttpResponseMessage _answer;
        private readonly StreamReader _reader;

        private Client(HttpResponseMessage answer, Stream stream) => (_answer, _reader) = (answer, new StreamReader(stream));

        public static async Task<Client> Connect(ServedApi api, string query, string? last = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/events/stream{query}");
            if (last is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
            var answer = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            return new Client(answer, await answer.Content.ReadAsStreamAsync());
        }

        /// <summary>The next event, of a kind where one is named.</summary>
        public async Task<Told> Next(string? kind = null)
        {
            var fields = new Dictionary<string, string>();
            while (true)
            {
                var line = await _reader.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException();
                if (line.Length > 0)
                {
                    var colon = line.IndexOf(':', StringComparison.Ordinal);
                    fields[line[..colon]] = line[(colon + 1)..].TrimStart();
                    continue;
                }

                if (fields.TryGetValue("event", out var told) && (kind is null || told == kind)) return new Told(fields["id"], told,
                    JsonDocument.Parse(fields["data"]).RootElement.Clone());
                fields.Clear();
            }
        }

        public void Dispose()
        {
            _reader.Dispose();
            _answer.Dispose();
        }
    }
}
