using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RiskEngine.Core.Secrets;
using RiskEngine.Service.Benching;

namespace RiskEngine.Service.Http;

/// <summary><c>GET /bench</c>, <c>POST /bench</c> and <c>GET /bench/history</c>.</summary>
/// <param name="service">Runs it.</param>
/// <param name="isReady">Whether the engine is ready: a benchmark takes processor time that an engine in trouble needs.</param>
/// <param name="hasToken">Whether the engine was given a token; without one nobody may start a benchmark, from the machine itself neither.</param>
internal sealed class BenchEndpoints(BenchService service, Func<bool> isReady, bool hasToken)
{
    private const string DefaultProfile = "small";
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web);

    /// <summary>Adds the addresses to a server; its guard has checked the token.</summary>
    public void Map(IEndpointRouteBuilder server)
    {
        server.MapGet("/bench", () => service.History is [.., var last]
            ? Results.Json(last, JsonOptions)
            : Results.Text("no benchmark has run since the start; POST /bench?seconds=30&profile=small, with the token, runs one\n", statusCode: StatusCodes.Status404NotFound));
        server.MapGet("/bench/history", () => Results.Json(service.History, JsonOptions));
        server.MapPost("/bench", Start);
    }

    /// <summary>Runs a benchmark and tells of it by server-sent events: <c>progress</c> about once a second, then <c>result</c>, or <c>fault</c>.</summary>
    private async Task Start(HttpContext context)
    {
        // Before the request is looked at: knowing the profiles loads the benchmark.
        if (!hasToken)
        {
            await Refuse(context, StatusCodes.Status403Forbidden,
                "a benchmark needs a token: give the engine one (Http:Token) and send it as 'Authorization: Bearer TOKEN'").ConfigureAwait(false);
            return;
        }

        var (profile, seconds, fault) = Read(context.Request.Query);
        if (profile is null) await Refuse(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
        else if (!isReady()) await Refuse(context, StatusCodes.Status503ServiceUnavailable, "the engine is not ready; /health/ready says why").ConfigureAwait(false);
        else if (!service.TryBegin()) await Refuse(context, StatusCodes.Status409Conflict, "a benchmark is running; wait for its end").ConfigureAwait(false);
        else await Stream(context, profile, TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
    }

    private async Task Stream(HttpContext context, string profile, TimeSpan duration)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var told = Channel.CreateUnbounded<BenchmarkProgress>();
        var running = service.RunAsync(profile, duration, progress => told.Writer.TryWrite(progress), context.RequestAborted);
        _ = running.ContinueWith(_ => told.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var progress in told.Reader.ReadAllAsync(context.RequestAborted).ConfigureAwait(false)) await Send(context, "progress", progress).ConfigureAwait(false);
            await Send(context, "result", await running.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone, and the run ends with it.
        }
        catch (Exception fault) when (fault is InvalidOperationException or OperationCanceledException)
        {
            await Send(context, "fault", new { Message = SecretMask.Text(fault.Message) }).ConfigureAwait(false);
        }
    }

    private (string? Profile, int Seconds, string Fault) Read(IQueryCollection query)
    {
        if (!int.TryParse(query["seconds"].FirstOrDefault() ?? "30", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > BenchService.MostSeconds)
        {
            return (null, 0, $"seconds is '{query["seconds"]}'; it must be 1 to {BenchService.MostSeconds}");
        }

        var profile = query["profile"].FirstOrDefault() ?? DefaultProfile;
        return service.Profiles.Contains(profile)
            ? (profile, seconds, "")
            : (null, 0, $"profile '{profile}' is not known; write one of {string.Join(", ", service.Profiles)}");
    }

    private static async Task Send(HttpContext context, string kind, object data)
    {
        await context.Response.WriteAsync($"event: {kind}\ndata: {JsonSerializer.Serialize(data, JsonOptions)}\n\n", context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }
}
