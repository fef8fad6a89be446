using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Api;

/// <summary>Everything below <c>/api/v1</c> that is asked and not told: docs/api.md.</summary>
internal sealed class ApiEndpoints
{
    private const string Root = "/api/v1";
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private readonly EngineVitals _vitals;
    private readonly EventStream _stream;
    private readonly IReadOnlyList<ApiOperation> _operations;

    /// <summary>Prepares them.</summary>
    /// <param name="sources">What they tell of.</param>
    /// <param name="stopping">Ends the streams of events.</param>
    public ApiEndpoints(ApiSources sources, CancellationToken stopping)
    {
        _vitals = new EngineVitals(sources);
        _stream = new EventStream(sources, _vitals, stopping);
        stopping.Register(_stream.Dispose);
        _operations =
        [
            .. new AlertOperations(sources).All(), .. new IncidentOperations(sources).All(), .. new PlaceOperations(sources).All(), .. new RuleOperations(sources).All(),
            .. new DeskOperations(sources).All(), .. _vitals.All(),
        ];
    }

    /// <summary>How many clients are told of changes as they happen.</summary>
    public int Clients => _vitals.Clients();

    /// <summary>Adds them to a server.</summary>
    public void Map(IEndpointRouteBuilder server)
    {
        foreach (var operation in _operations) Map(server, operation);
        server.MapMethods(Root + EventStream.Endpoint.Path, Methods, (Delegate)_stream.Serve).WithMetadata(EventStream.Endpoint).WithTags(EventStream.Endpoint.Tag)
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").Produces<ApiProblem>(StatusCodes.Status503ServiceUnavailable, ApiProblem.MediaType);
        var document = new Lazy<Task<byte[]>>(() => OpenApiDescription.Write(server.ServiceProvider, CancellationToken.None));
        server.MapMethods($"{Root}/openapi.json", Methods, async (HttpContext context) =>
        {
            if (ApiRequest.Read(context, []).Fault is { } fault) await JsonAnswer.Write(context, fault).ConfigureAwait(false);
            else await JsonAnswer.Write(context, await document.Value.ConfigureAwait(false), "application/json; charset=utf-8").ConfigureAwait(false);
        });
    }

    private static void Map(IEndpointRouteBuilder server, ApiOperation operation)
    {
        // As a delegate, not as a request delegate: only of the former does the document tell.
        var endpoint = server.MapMethods(Root + operation.Path, Methods, (Delegate)Answer);
        endpoint.WithMetadata(operation).WithTags(operation.Tag).Produces(StatusCodes.Status200OK, operation.Body)
            .Produces<ApiProblem>(StatusCodes.Status400BadRequest, ApiProblem.MediaType).Produces<ApiProblem>(StatusCodes.Status404NotFound, ApiProblem.MediaType)
            .Produces<ApiProblem>(StatusCodes.Status503ServiceUnavailable, ApiProblem.MediaType);

        Task Answer(HttpContext context)
        {
            var (request, fault) = ApiRequest.Read(context, operation.Parameters);
            var answer = request is null ? fault! : operation.Handle(request);
            return answer is ApiProblem problem ? JsonAnswer.Write(context, problem) : JsonAnswer.Write(context, answer);
        }
    }
}
