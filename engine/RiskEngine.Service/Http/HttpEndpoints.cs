using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RiskEngine.Core.Secrets;
using RiskEngine.Service.Benching;
using RiskEngine.Service.Http.Api;
using RiskEngine.Service.Options;
using RiskEngine.Service.Running;
using RiskEngine.Service.Sinks;

namespace RiskEngine.Service.Http;

/// <summary>What SREs look at: <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c>; the API and the page; <c>POST /api/v1/rules/reload</c>; and <c>/bench</c>.</summary>
public static class HttpEndpoints
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Starts serving.</summary>
    /// <param name="options">Where, port 0 takes a free one; who may change something; what is not shown.</param>
    /// <param name="engine">The engine that is reported on.</param>
    /// <param name="reloader">Reloads the rules.</param>
    /// <param name="benchmark">What <c>POST /bench</c> runs.</param>
    /// <param name="sinks">The sinks that are reported on; null where there are none.</param>
    /// <param name="whole">What the API tells of beside this instance's own tasks.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server, and the address that it took.</returns>
    /// <exception cref="OptionsException">The address cannot be listened on.</exception>
    public static async Task<(WebApplication Server, string Address)> StartAsync(
        EngineOptions options, EngineService engine, RuleReloader reloader, IBenchmark benchmark, SinkService? sinks, ServedWhole whole,
        CancellationToken cancellationToken)
    {
        var access = new WriteAccess(options.HttpToken);

        // The slim builder would read a file of settings, and watch every folder below the working one for it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.HttpUrl);
        ApiServer.AddTo(builder);
        var server = builder.Build();
        ApiServer.Protect(server, whole.Logs);
        server.Use(access.Guard);
        server.MapGet("/health/live", () => Results.Text("live\n"));
        server.MapGet("/health/ready", () => Ready(engine, sinks, options.Secrets));
        server.MapPost("/api/v1/rules/reload", () => Reload(reloader, options.Secrets));
        var benching = new BenchService(benchmark, engine.Environment.Time);
        new BenchEndpoints(benching, () => HealthReport.Of(engine, engine.Environment.Time.GetUtcNow()).Ready, access.HasToken).Map(server);
        var api = ApiServer.Map(server, SourcesOf(options, engine, whole));
        server.MapGet("/metrics", () => Metrics(engine, sinks, ReadingFigures.Of(whole.Reading?.Model, api.Clients)));
        await Listen(server, options.HttpUrl, cancellationToken).ConfigureAwait(false);
        var addresses = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return (server, addresses?.Addresses.FirstOrDefault() ?? options.HttpUrl);
    }

    private static IResult Metrics(EngineService engine, SinkService? sinks, ReadingFigures? reading) =>
        Results.Text(MetricsText.Of(engine, sinks?.Reports ?? [], reading, engine.Environment.Time.GetUtcNow()), "text/plain; version=0.0.4");

    private static ApiSources SourcesOf(EngineOptions options, EngineService engine, ServedWhole whole) => new()
    {
        Model = whole.Reading?.Model,
        Tasks = () => engine.Tasks,
        Health = () => HealthReport.Of(engine, engine.Environment.Time.GetUtcNow()),
        Contacts = () => (engine.KafkaConnected, engine.Environment.Store.IsReachable),
        Rules = engine.Environment.Rules,
        RulesPath = options.RulesPath,
        Models = whole.Models,
        Silences = whole.Desk?.Silences ?? [],
        Ask = whole.Ask,
        DeskDepth = options.DeskDepth,
        AreaLevels = options.AreaLevels,
        TimeZone = options.ModelTimeZone,
        Secrets = options.Secrets,
        Time = engine.Environment.Time,
    };

    /// <exception cref="OptionsException">The address cannot be listened on.</exception>
    private static async Task Listen(WebApplication server, string url, CancellationToken cancellationToken)
    {
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new OptionsException([$"RiskEngine:Http:Url is '{url}': {ListenFault.Of(fault)}"]);
        }
    }

    /// <summary>200 with what changed, or 422 with every fault.</summary>
    private static async Task<IResult> Reload(RuleReloader reloader, KnownSecrets secrets)
    {
        var result = await reloader.ReloadAsync().ConfigureAwait(false);
        if (result.Fault is { } fault) result = result with { Fault = secrets.Mask(fault) };
        return Results.Json(result, JsonOptions, statusCode: result.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>A sink that is down is a note: the engine does its work without it.</summary>
    private static IResult Ready(EngineService engine, SinkService? sinks, KnownSecrets secrets)
    {
        var now = engine.Environment.Time.GetUtcNow();
        var health = HealthReport.Of(engine, now);
        return Results.Text(
            secrets.Mask(string.Join('\n', [health.Ready ? "ready" : "not ready", .. health.Reasons, .. health.Notes, .. sinks?.Notes(now) ?? [], ""])),
            statusCode: health.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
