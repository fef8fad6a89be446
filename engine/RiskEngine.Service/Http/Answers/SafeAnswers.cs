using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RiskEngine.Service.Http.Answers;

/// <summary>Around every request: the headers that keep a browser from doing what no page of ours asks it to, and a problem for every bare status and every fault.</summary>
internal sealed partial class SafeAnswers(ILogger log)
{
    /// <summary>Everything comes from here, nothing is written into the page, and nobody frames it.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Middleware.</summary>
    public async Task Guard(HttpContext context, RequestDelegate next)
    {
        AddHeaders(context.Response.Headers);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = fault.StatusCode;
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            LogFault(context.Request.Path.Value ?? "", fault);
            context.Response.Clear();
            AddHeaders(context.Response.Headers);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null || response.ContentLength is not null) return;
        await JsonAnswer.Write(context, ApiProblem.OfStatus(response.StatusCode, context.Request.Method, context.Request.Path.Value ?? "")).ConfigureAwait(false);
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine failed while it answered {Path}: report it with this text")]
    private partial void LogFault(string path, Exception fault);
}
