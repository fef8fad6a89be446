using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RiskEngine.Page.Tests;

/// <summary>
/// An engine as the page sees it: the page's own files with the policy that the engine sends, the API's answers about a small city, a stream, and requests that take effect.
/// </summary>
internal sealed class StubEngine : IAsyncDisposable
{
    public const string Token = "secret";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<Channel<string>, bool> _clients = [];

    private StubEngine(WebApplication server) => _server = server;

    public static string PageFolder { get; } = Path.Combine(Workbench.Tests.Repository.Root, "engine", "RiskEngine.Service", "Page");

    public StubCity City { get; } = new(TimeProvider.System.GetUtcNow());

    public string Address { get; private set; } = "";

    /// <summary>Requests that changed something: method, path, body.</summary>
    public ConcurrentQueue<(string Path, JsonObject Body)> Requests { get; } = [];

    /// <summary>True: the stream says nothing, and stays open.</summary>
    public bool Silent { get; set; }

    public static async Task<StubEngine> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var engine = new StubEngine(builder.Build());
        engine.Map();
        await engine._server.StartAsync();
        engine.Address = engine._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Keys) client.Writer.TryComplete();
        await _server.DisposeAsync();
    }

    /// <summary>Tells every page of a change.</summary>
    public void Tell(string kind, JsonNode data)
    {
        foreach (var client in _clients.Keys) client.Writer.TryWrite($"event: {kind}\ndata: {data.ToJsonString()}\n\n");
    }

    /// <summary>Raises an alert, or changes one, and tells of it.</summary>
    public void Raise(JsonObject alert)
    {
        City.Alerts[StubCity.Text(alert, "alert")] = alert;
        Tell("alerts", new JsonObject { ["changed"] = new JsonArray(alert.DeepClone()), ["removed"] = new JsonArray() });
        foreach (var area in (string[])["", .. PathOf(StubCity.Text(alert, "site"))])
        {
            if (StubPlaces.Of(City, area, 0) is { } place) Tell("places", new JsonObject { ["changed"] = new JsonArray(place) });
        }
    }

    private static IEnumerable<string> PathOf(string site)
    {
        var parts = site.Split('/');
        return Enumerable.Range(1, parts.Length).Select(count => string.Join('/', parts[..count]));
    }

    private void Map()
    {
        _server.MapGet("/", (HttpContext context) => File(context, "index.html"));
        _server.MapGet("/page/{**path}", (HttpContext context, string path) => File(context, path));
        _server.MapGet("/api/v1/events/stream", Stream);
        _server.MapGet("/api/v1/{**path}", (HttpContext context, string path) => StubAnswers.Of(City, path, context.Request.Query) is { } answer
            ? Results.Text(answer.ToJsonString(), "application/json")
            : Results.Text(
                new JsonObject { ["title"] = "Not found", ["status"] = 404, ["detail"] = $"nobody knows {path}" }.ToJsonString(), "application/problem+json", statusCode: 404));
        _server.MapPost("/api/v1/{**path}", Change);
    }

    private static IResult File(HttpContext context, string path)
    {
        var file = Path.GetFullPath(Path.Combine(PageFolder, path));
        if (!file.StartsWith(PageFolder, StringComparison.Ordinal) || !System.IO.File.Exists(file)) return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.File(file, Path.GetExtension(file) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css",
            ".json" => "application/json",
            ".svg" => "image/svg+xml",
            _ => "text/plain",
        });
    }

    private async Task Stream(HttpContext context)
    {
        var client = Channel.CreateUnbounded<string>();
        _clients[client] = true;
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("event: hello\ndata: {\"retry_ms\":500}\n\n", context.RequestAborted);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.5));
        var beat = Beat(client, timer);
        try
        {
            await foreach (var text in client.Reader.ReadAllAsync(context.RequestAborted)) await context.Response.WriteAsync(text, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }

        _clients.TryRemove(client, out _);
        timer.Dispose();
        await beat;
    }

    private async Task Beat(Channel<string> client, PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync())
        {
            if (!Silent) client.Writer.TryWrite($"event: vitals\ndata: {StubAnswers.Vitals(City).ToJsonString()}\n\n");
        }
    }

    /// <summary>As the engine: without the token nothing changes; with it, a record of it, and what is open afterwards.</summary>
    private async Task<IResult> Change(HttpContext context, string path)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
            return Results.Text("this changes the engine and needs the header 'Authorization: Bearer TOKEN'\n", statusCode: 401);
        var body = context.Request.ContentLength > 0 ? (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))! : [];
        Requests.Enqueue((path, body));
        if (path == "rules/reload") return Results.Text("{\"version\":4}", "application/json");
        var parts = path.Split('/');
        var (about, action) = parts.Length == 3 ? (parts[1], parts[2]) : ("silence-1", "silence");
        var record = new JsonObject
        {
            ["id"] = $"request-{Requests.Count}", ["at"] = City.At(0), ["action"] = action, ["about"] = about, ["area"] = "huaxi/c12", ["outcome"] = "done",
        };
        foreach (var (name, value) in body) if (name is "by" or "why" or "until" or "to") record[name] = value?.DeepClone();
        City.Audit.Add(record);
        if (action == "acknowledge") Acknowledge(parts[0] == "incidents" ? about : StubCity.Text(City.Alerts[about], "incident"), StubCity.Text(body, "by"));
        return Results.Text(new JsonObject { ["request"] = StubCity.Text(record, "id") }.ToJsonString(), "application/json");
    }

    private void Acknowledge(string incident, string by)
    {
        var held = new JsonObject { ["by"] = by, ["at"] = City.At(0) };
        var changed = City.Incidents[incident];
        changed["acknowledged"] = held;
        changed["number"] = changed["number"]!.GetValue<int>() + 1;
        Tell("incidents", new JsonObject { ["changed"] = new JsonArray(changed.DeepClone()), ["removed"] = new JsonArray() });
        foreach (var alert in City.Alerts.Values.Where(one => StubCity.Text(one, "incident") == incident))
        {
            alert["acknowledged"] = held.DeepClone();
            Tell("alerts", new JsonObject { ["changed"] = new JsonArray(alert.DeepClone()), ["removed"] = new JsonArray() });
        }
    }
}
