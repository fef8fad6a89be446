using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RiskEngine.Reading;
using RiskEngine.Reading.Changes;
using RiskEngine.Reading.Picture;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api.Shapes;

namespace RiskEngine.Service.Http.Api;

/// <summary><c>/events/stream</c>: server-sent events with what has changed, once a second, for all who look on. While nobody does, nothing is noted.</summary>
/// <remarks>Every event is written once, into a ring that all clients read at their own pace: one that is slow costs no memory, and is told to begin anew when the ring has
/// overtaken it.</remarks>
internal sealed class EventStream : IDisposable
{
    public const int MostClients = 500;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>How long changes are noted for clients that have lost their connection.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly string[] Kinds = ["alerts", "incidents", "places", "vitals"];
    private static readonly ApiParameter Topics = new("topics", "what of, with commas between; all without it") { Words = Kinds, IsList = true };

    private readonly ApiSources _sources;
    private readonly EngineVitals _vitals;
    private readonly CancellationToken _stopping;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly string _instance = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private long _leftAt;
    private int _clients;
    private int _ticking;

    /// <summary>Starts to look for changes.</summary>
    /// <param name="sources">What is told of.</param>
    /// <param name="vitals">How the engine fares.</param>
    /// <param name="stopping">Ends all streams.</param>
    public EventStream(ApiSources sources, EngineVitals vitals, CancellationToken stopping)
    {
        (_sources, _vitals, _stopping) = (sources, vitals, stopping);
        vitals.Clients = () => Volatile.Read(ref _clients);
        _timer = sources.Time.CreateTimer(_ => Tick(), null, Pace, Pace);
    }

    public static ApiEndpoint Endpoint { get; } = new("/events/stream", "What changes, as server-sent events; resumes after Last-Event-ID.") { Parameters = [Topics] };

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Tells a client of changes until it leaves.</summary>
    public async Task Serve(HttpContext context)
    {
        var (request, fault) = ApiRequest.Read(context, Endpoint.Parameters);
        if ((fault ?? (_sources.Model is null ? ApiProblem.Disabled() : null)) is { } problem)
        {
            await JsonAnswer.Write(context, problem).ConfigureAwait(false);
            return;
        }

        if (!TryEnter())
        {
            await JsonAnswer.Write(context, ApiProblem.TooManyClients(MostClients)).ConfigureAwait(false);
            return;
        }

        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            if (HttpMethods.IsHead(context.Request.Method)) return;
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping);
            await Tell(context, _sources.Model!.Changes, request!.List(Topics.Name), end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the engine stops.
        }
        catch (IOException)
        {
            // Likewise.
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Notes what has changed, for those who look on.</summary>
    internal void Tick()
    {
        if (Interlocked.Exchange(ref _ticking, 1) == 1) return;
        try
        {
            _vitals.Sample();
            if (_sources.Model is not { } model || !Watches(model)) return;
            Publish(model, model.Picture.TakeChanges());
            model.Changes.Publish("vitals", Json(_vitals.Now()));
        }
        finally
        {
            Volatile.Write(ref _ticking, 0);
        }
    }

    private static void Publish(ReadModel model, PictureChanges changes)
    {
        if (changes.Alerts.Count + changes.EndedAlerts.Count > 0)
            model.Changes.Publish("alerts", Json(new { Changed = changes.Alerts.Select(AlertSummary.Of), Removed = changes.EndedAlerts }));
        if (changes.Incidents.Count + changes.EndedIncidents.Count > 0)
            model.Changes.Publish("incidents",
                Json(new { Changed = changes.Incidents.Select(incident => WholeRecord.Of(incident.Json, "members")), Removed = changes.EndedIncidents }));
        if (changes.Places.Count > 0) model.Changes.Publish("places", Json(new { Changed = changes.Places }));
    }

    private async Task Tell(HttpContext context, ChangeRing ring, IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        var (at, missed) = Begin(context.Request.Headers["Last-Event-ID"], ring);
        if (missed is not null) await Send(context, at, "reset", Json(new { Because = missed }), cancellationToken).ConfigureAwait(false);
        else await Send(context, at, "hello", Json(new { At = _sources.Time.GetUtcNow(), RetryMs = 2000 }), cancellationToken, "retry: 2000\n").ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (ring.After(at) is not { } events)
            {
                at = ring.Last;
                await Send(context, at, "reset", Json(new { Because = "slow" }), cancellationToken).ConfigureAwait(false);
                events = [];
            }

            foreach (var one in events)
            {
                at = one.Number;
                if (kinds.Count == 0 || kinds.Contains(one.Kind)) await Send(context, at, one.Kind, one.Data, cancellationToken).ConfigureAwait(false);
            }

            await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (await Waits(ring.WaitBeyond(at), cancellationToken).ConfigureAwait(false)) continue;
            await context.Response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where a client goes on, and why it has missed something; null where it has not.</summary>
    private (long At, string? Missed) Begin(string? lastId, ChangeRing ring)
    {
        if (string.IsNullOrEmpty(lastId)) return (ring.Last, null);
        var dash = lastId.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || lastId[..dash] != _instance) return (ring.Last, "other instance");
        var isKept = long.TryParse(lastId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && ring.After(number) is not null;
        return isKept ? (number, null) : (ring.Last, "too old");
    }

    /// <returns>False where there was nothing to tell for a while.</returns>
    private async Task<bool> Waits(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(Quiet, _sources.Time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task Send(HttpContext context, long number, string kind, ReadOnlyMemory<byte> data, CancellationToken cancellationToken, string before = "")
    {
        var body = context.Response.Body;
        await body.WriteAsync(Encoding.UTF8.GetBytes($"{before}id: {_instance}-{number}\nevent: {kind}\ndata: "), cancellationToken).ConfigureAwait(false);
        await body.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        await body.WriteAsync("\n\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private bool TryEnter()
    {
        lock (_gate)
        {
            if (_clients >= MostClients) return false;
            _clients++;
            if (_sources.Model is { Picture.IsWatched: false } model) Watch(model, true);
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _clients--;
            _leftAt = _sources.Time.GetTimestamp();
        }
    }

    private bool Watches(ReadModel model)
    {
        lock (_gate)
        {
            if (_clients == 0 && model.Picture.IsWatched && _sources.Time.GetElapsedTime(_leftAt) > Grace) Watch(model, false);
            return model.Picture.IsWatched;
        }
    }

    /// <summary>What happens while nobody looks on is not noted, so who comes back after that begins anew.</summary>
    private static void Watch(ReadModel model, bool isWatched)
    {
        model.Picture.IsWatched = isWatched;
        model.Changes.Skip();
    }

    private static byte[] Json(object data) => JsonSerializer.SerializeToUtf8Bytes(data, data.GetType(), JsonAnswer.Format);
}
