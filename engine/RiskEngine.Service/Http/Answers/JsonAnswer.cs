using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace RiskEngine.Service.Http.Answers;

/// <summary>Writes answers: JSON with an entity tag, so that what has not changed is not sent again.</summary>
internal static class JsonAnswer
{
    /// <summary>How the API writes JSON: snake case, without what is absent, text as it is.</summary>
    public static JsonSerializerOptions Format { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new InstantConverter() },
    };

    /// <summary>Answers 200 with a body, or 304 where the caller has it.</summary>
    public static Task Write(HttpContext context, object body) =>
        Write(context, JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Format), "application/json; charset=utf-8");

    /// <summary>Answers 200 with bytes, or 304 where the caller has them.</summary>
    /// <remarks>The tag is a weak one: the bytes on the wire may be compressed.</remarks>
    public static Task Write(HttpContext context, ReadOnlyMemory<byte> body, string contentType)
    {
        var response = context.Response;
        var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 12))}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        if (HasIt(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Answers with a problem.</summary>
    public static Task Write(HttpContext context, ApiProblem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ApiProblem.MediaType;
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } seconds) response.Headers.RetryAfter = $"{seconds}";
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, Format);
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static bool HasIt(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch is { Count: > 0 } known && EntityTagHeaderValue.TryParseList(known.OfType<string>().ToList(), out var tags)
        && tags.Any(one => one.Tag == "*" || one.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false));
}
