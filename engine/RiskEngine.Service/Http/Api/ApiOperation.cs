using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Api;

/// <summary>An address that answers <c>GET</c> and <c>HEAD</c> with JSON.</summary>
/// <param name="Path">Below <c>/api/v1</c>; may name one <c>{id}</c>.</param>
/// <param name="Summary">What it tells, in one line.</param>
/// <param name="Body">The type of its answer.</param>
/// <param name="Handle">Answers: an object of that type, or a <see cref="ApiProblem"/>.</param>
internal sealed record ApiOperation(string Path, string Summary, Type Body, Func<ApiRequest, object> Handle) : ApiEndpoint(Path, Summary);
