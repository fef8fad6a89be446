using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace RiskEngine.Service.Http.Answers;

/// <summary>Why a request was not answered, as RFC 9457 has it: <c>application/problem+json</c>.</summary>
/// <param name="Type">What kind of fault, a URN of ours.</param>
/// <param name="Title">The same in words that never change.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What is wrong with this request, and what to do.</param>
internal sealed record ApiProblem(string Type, string Title, int Status, string Detail)
{
    public const string MediaType = "application/problem+json";
    private const string Prefix = "urn:riskengine:problem:";

    /// <summary>The query parameter that is wrong; null where none is.</summary>
    public string? Parameter { get; init; }

    /// <summary>How soon it may go well, in seconds; null where that is not known.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }

    public static ApiProblem UnknownParameter(string parameter, string path, IEnumerable<string> known)
    {
        var remedy = known.Any() ? $"; known: {string.Join(", ", known)}" : ", which has none";
        var detail = $"'{Short(parameter)}' is no parameter of {Short(path)}{remedy}";
        return Of("unknown-parameter", "Unknown query parameter", StatusCodes.Status400BadRequest, detail) with { Parameter = Short(parameter) };
    }

    public static ApiProblem BadParameter(string parameter, string fault) =>
        Of("bad-parameter", "Bad query parameter", StatusCodes.Status400BadRequest, $"'{parameter}' {fault}") with { Parameter = parameter };

    public static ApiProblem NotFound(string detail) => Of("not-found", "Not found", StatusCodes.Status404NotFound, detail);

    public static ApiProblem Disabled() =>
        Of("disabled", "Not read here", StatusCodes.Status404NotFound, "this instance does not read what others publish (Reading:Enabled is false); ask another one");

    public static ApiProblem Starting(string detail) => Of("starting", "Not ready yet", StatusCodes.Status503ServiceUnavailable, detail) with { RetryAfter = 1 };

    public static ApiProblem Unavailable(string detail) => Of("unavailable", "Not available now", StatusCodes.Status503ServiceUnavailable, detail) with { RetryAfter = 10 };

    public static ApiProblem TooManyClients(int most)
    {
        var detail = $"{most} clients look on already; ask again later, or ask another instance";
        return Of("too-many-clients", "Too many clients", StatusCodes.Status503ServiceUnavailable, detail) with { RetryAfter = 10 };
    }

    public static ApiProblem Refused(int status, string detail) => status == StatusCodes.Status401Unauthorized
        ? Of("token-needed", "Token needed", status, detail)
        : Of("not-allowed", "Not allowed", status, detail);

    public static ApiProblem BadBody(string detail) => Of("bad-body", "Bad request body", StatusCodes.Status400BadRequest, detail);

    /// <summary>The desk has refused what was asked, and has written that down.</summary>
    public static ApiProblem RefusedByDesk(string detail) => Of("refused", "Refused by the desk", StatusCodes.Status409Conflict, detail);

    /// <summary>The problem that a bare status code stands for.</summary>
    public static ApiProblem OfStatus(int status, string method, string path) => status switch
    {
        StatusCodes.Status404NotFound => NotFound($"there is nothing at {Short(path)}"),
        StatusCodes.Status405MethodNotAllowed => Of("method-not-allowed", "Method not allowed", status,
            $"{Short(path)} does not answer {Short(method)}; the header Allow says what it answers"),
        StatusCodes.Status413PayloadTooLarge => Of("too-large", "Too large", status, "the body of the request is longer than is taken"),
        StatusCodes.Status415UnsupportedMediaType => Of("media-type", "Media type not supported", status, "send application/json"),
        StatusCodes.Status500InternalServerError => Of("fault", "Fault of the engine", status, "the engine failed while it answered; its log says how"),
        < 500 => Of("bad-request", "Bad request", status, "the request cannot be understood"),
        _ => Of("unavailable", "Not available now", status, "it cannot be answered now"),
    };

    private static ApiProblem Of(string type, string title, int status, string detail) => new(Prefix + type, title, status, detail);

    private static string Short(string text) => text.Length <= 100 ? text : $"{text[..97]}...";
}
