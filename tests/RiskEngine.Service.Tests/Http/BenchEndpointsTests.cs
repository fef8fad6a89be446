using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RiskEngine.Service.Benching;
using RiskEngine.Service.Http;

namespace RiskEngine.Service.Tests.Http;

public sealed class BenchEndpointsTests
{
    [Fact]
    public async Task A_run_tells_its_progress_and_result_and_is_kept()
    {
        await using var server = await Served.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync("/bench")).StatusCode);
        Assert.Equal("[]", await server.Http.GetStringAsync("/bench/history"));
        Assert.False(server.Benchmark.IsLoaded);

        var answer = await server.Http.PostAsync("/bench?seconds=1&profile=small", null);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("event: progress\n", text, StringComparison.Ordinal);
        Assert.Contains("event: result\n", text, StringComparison.Ordinal);
        using var last = JsonDocument.Parse(await server.Http.GetStringAsync("/bench"));
        Assert.Equal("small", last.RootElement.GetProperty("profile").GetString());
        Assert.True(last.RootElement.GetProperty("figures")[0].GetProperty("rate").GetDouble() > 0);
        using var history = JsonDocument.Parse(await server.Http.GetStringAsync("/bench/history"));
        Assert.Equal(1, history.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_run_takes_half_of_one_processor_at_most_and_a_bounded_load()
    {
        await using var server = await Served.StartAsync();
        await server.Http.PostAsync("/bench?seconds=7&profile=window", null);
        Assert.Equal([new BenchmarkRequest("window", TimeSpan.FromSeconds(7), BenchService.MostSources, Pause: 1)], server.Benchmark.Asked);
    }

    [Fact]
    public async Task A_run_whose_ledger_does_not_balance_is_a_fault_and_no_result()
    {
        await using var server = await Served.StartAsync();
        var text = await (await server.Http.PostAsync("/bench?profile=unbalanced", null)).Content.ReadAsStringAsync();
        Assert.EndsWith("event: fault\ndata: {\"message\":\"1 event is gone\"}\n\n", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync("/bench")).StatusCode);
        Assert.False(server.Service.IsRunning);
    }

    [Theory]
    [InlineData("seconds=0", "seconds")]
    [InlineData("seconds=301", "seconds")]
    [InlineData("seconds=x", "seconds")]
    [InlineData("profile=large", "profile")]
    public async Task A_bad_request_is_told_what_is_wrong(string query, string names)
    {
        await using var server = await Served.StartAsync();
        var answer = await server.Http.PostAsync($"/bench?{query}", null);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(names, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_runs_while_the_engine_is_not_ready()
    {
        await using var server = await Served.StartAsync(isReady: false);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Http.PostAsync("/bench?seconds=1", null)).StatusCode);
        Assert.False(server.Service.IsRunning);
    }

    [Fact]
    public async Task Only_one_runs_at_a_time()
    {
        await using var server = await Served.StartAsync();
        Assert.True(server.Service.TryBegin());
        Assert.Equal(HttpStatusCode.Conflict, (await server.Http.PostAsync("/bench?seconds=1", null)).StatusCode);
    }

    [Fact]
    public async Task Without_a_token_nobody_starts_one()
    {
        await using var server = await Served.StartAsync(hasToken: false);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Http.PostAsync("/bench?seconds=1", null)).StatusCode);
        Assert.False(server.Service.IsRunning);
        Assert.False(server.Benchmark.IsLoaded);
    }

    [Fact]
    public async Task A_run_ends_when_whoever_asked_has_gone()
    {
        await using var server = await Served.StartAsync();
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bench?seconds=300");
        using (var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token))
        {
            var reader = await answer.Content.ReadAsStreamAsync(leaving.Token);
            Assert.True(await reader.ReadAsync(new byte[10], leaving.Token) > 0);
            Assert.True(server.Service.IsRunning);
            await leaving.CancelAsync();
        }

        for (var i = 0; i < 2000 && server.Service.IsRunning; i++) await Task.Delay(5);
        Assert.False(server.Service.IsRunning);
    }

    /// <summary>Measures nothing: it says at once that it has, but for a long run, which it stays in until it is ended.</summary>
    private sealed class FakeBenchmark : IBenchmark
    {
        public List<BenchmarkRequest> Asked { get; } = [];

        public bool IsLoaded { get; private set; }

        public IReadOnlyList<string> Profiles
        {
            get
            {
                IsLoaded = true;
                return ["small", "window", "unbalanced"];
            }
        }

        public JsonElement Run(BenchmarkRequest request, Action<BenchmarkProgress> progress, CancellationToken cancellationToken)
        {
            Asked.Add(request);
            progress(new BenchmarkProgress("pipeline", 1, 1000));
            if (request.Profile == "unbalanced") throw new InvalidOperationException("1 event is gone");
            if (request.Duration > TimeSpan.FromMinutes(1)) cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
            return JsonSerializer.SerializeToElement(new { profile = request.Profile, figures = new[] { new { rate = 1000.0 } } });
        }
    }

    private sealed class Served : IAsyncDisposable
    {
        private readonly WebApplication _server;

        private Served(WebApplication server, BenchService service, FakeBenchmark benchmark, string address)
        {
            _server = server;
            Benchmark = benchmark;
            Service = service;
            Http = new HttpClient { BaseAddress = new Uri(address) };
        }

        public BenchService Service { get; }

        public FakeBenchmark Benchmark { get; }

        public HttpClient Http { get; }

        public static async Task<Served> StartAsync(bool isReady = true, bool hasToken = true)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var server = builder.Build();
            var benchmark = new FakeBenchmark();
            var service = new BenchService(benchmark, TimeProvider.System);
            new BenchEndpoints(service, () => isReady, hasToken).Map(server);
            await server.StartAsync();
            return new Served(server, service, benchmark, server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await _server.DisposeAsync();
        }
    }
}
