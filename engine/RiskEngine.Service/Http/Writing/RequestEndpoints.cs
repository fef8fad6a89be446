using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api;

namespace RiskEngine.Service.Http.Writing;

/// <summary>What people ask of the desk by HTTP: written to <c>risk.feedback.v1</c> like any other request, and answered when the desk has said what became of it.</summary>
/// <param name="sources">Where requests go, and what is known.</param>
internal sealed class RequestEndpoints(ApiSources sources)
{
    private const int MostEntries = 100;
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private readonly Whereabouts _whereabouts = new(sources.Model, sources.DeskDepth);

    /// <summary>Adds them to a server, whose guard lets only those pass who may change something.</summary>
    public void Map(IEndpointRouteBuilder server)
    {
        foreach (var action in RequestAction.All) server.MapMethods($"/api/v1{action.Path}", [action.Method], (HttpContext context) => Answer(context, action));
    }

    private async Task Answer(HttpContext context, RequestAction action)
    {
        var (request, fault) = await Read(context, action).ConfigureAwait(false);
        if (request is not { } asked)
        {
            await JsonAnswer.Write(context, fault ?? ApiProblem.BadBody("nothing can be read of it")).ConfigureAwait(false);
            return;
        }

        try
        {
            await sources.Ask!(asked.Area, asked.Json).WaitAsync(MostWait, sources.Time, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is DependencyException or TimeoutException)
        {
            await JsonAnswer.Write(context, ApiProblem.Unavailable(
                "Kafka has not taken the request in time, and may still do so; look before you ask again")).ConfigureAwait(false);
            return;
        }

        await Tell(context, asked.Id, await Outcome(asked, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<(Asked? Request, ApiProblem? Fault)> Read(HttpContext context, RequestAction action)
    {
        if (sources.Ask is null) return (null, ApiProblem.NotFound("this engine keeps no desk (Desk:File), so nothing can be asked of it"));
        var (body, fault) = await RequestBody.Read(context.Request, action).ConfigureAwait(false);
        if (body is null) return (null, fault);
        var subject = context.Request.RouteValues["id"] as string;
        var place = body["area"] is JsonValue value && value.TryGetValue<string>(out var given) && given.Length > 0 ? given
            : action.Subject == "alert" ? _whereabouts.OfAlert(subject ?? "") : action.Subject == "incident" ? _whereabouts.OfIncident(subject ?? "") : null;
        if (place is null) return (null, ApiProblem.BadBody("the desk area is not known here; say it as 'area'"));

        var (id, area) = (Guid.CreateVersion7(sources.Time.GetUtcNow()).ToString("N"), AreaPath.Of(place, sources.DeskDepth));
        (body["id"], body["at"], body["action"], body["area"]) = (id, EventTime.From(sources.Time.GetUtcNow()).ToString(), action.Name, area);
        if (action.Subject is { } field) body[field] = subject;

        // Its task has other areas too, which a silence of this one must not touch.
        if (body["match"] is JsonObject match && match["areas"] is null) match["areas"] = new JsonArray(place);
        var json = JsonSerializer.SerializeToUtf8Bytes(body);
        return RequestDecoder.TryDecode(json, out _, out var why) ? (new Asked(id, area, subject ?? id, json), null) : (null, ApiProblem.BadBody(why));
    }

    /// <summary>What the desk wrote down about the request; null where it has not been seen in time.</summary>
    private async Task<DeskEntry?> Outcome(Asked asked, CancellationToken cancellationToken)
    {
        var filter = new EntryFilter(EntryKind.Audit) { About = [asked.About] };
        for (var began = sources.Time.GetTimestamp(); sources.Model is { } model && sources.Time.GetElapsedTime(began) < MostWait;)
        {
            if (model.History.Entries(filter, null, MostEntries).FirstOrDefault(entry => entry.Id == asked.Id) is { } entry) return entry;
            await Task.Delay(BetweenLooks, sources.Time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static Task Tell(HttpContext context, string id, DeskEntry? entry)
    {
        if (entry is null)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return context.Response.WriteAsJsonAsync(new { request = id, outcome = "waiting" }, context.RequestAborted);
        }

        using var document = JsonDocument.Parse(entry.Json);
        var audit = document.RootElement.Clone();
        if (audit.TryGetProperty("refused", out var refused)) return JsonAnswer.Write(context, ApiProblem.RefusedByDesk(refused.GetString() ?? ""));
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(new { request = id, outcome = "done", audit }, context.RequestAborted);
    }

    /// <summary>A request that is ready to be written.</summary>
    private readonly record struct Asked(string Id, string Area, string About, byte[] Json);
}
