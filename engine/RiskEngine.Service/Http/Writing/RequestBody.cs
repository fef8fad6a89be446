using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RiskEngine.Desk.Intake;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Writing;

/// <summary>The body of a request that asks something of the desk: one JSON object of known fields, none of them twice.</summary>
internal static class RequestBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="action">What is asked.</param>
    /// <returns>The object, or why there is none.</returns>
    public static async Task<(JsonObject? Body, ApiProblem? Fault)> Read(HttpRequest request, RequestAction action)
    {
        if (!request.HasJsonContentType()) return (null, ProblemOf(request, StatusCodes.Status415UnsupportedMediaType));
        var bytes = new byte[RequestDecoder.MostBytes + 1];
        var length = 0;
        while (length < bytes.Length
            && await request.Body.ReadAsync(bytes.AsMemory(length), request.HttpContext.RequestAborted).ConfigureAwait(false) is var read and > 0)
        {
            length += read;
        }

        if (length > RequestDecoder.MostBytes) return (null, ProblemOf(request, StatusCodes.Status413PayloadTooLarge));
        try
        {
            if (JsonNode.Parse(bytes.AsSpan(0, length), documentOptions: Strict) is not JsonObject body) return (null, ApiProblem.BadBody("the body is no JSON object"));
            var unknown = body.Select(field => field.Key).FirstOrDefault(name => !action.Known.Contains(name));
            return unknown is null ? (body, null)
                : (null, ApiProblem.BadBody($"there is no field '{(unknown.Length <= 60 ? unknown : unknown[..57])}' here; known: {string.Join(", ", action.Known)}"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return (null, ApiProblem.BadBody($"the body is no JSON as it is read here: {fault.Message}"));
        }
    }

    private static ApiProblem ProblemOf(HttpRequest request, int status) => ApiProblem.OfStatus(status, request.Method, request.Path);
}
