using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http;

/// <summary>Who may change something over HTTP: with a token configured, whoever carries it; without one, only programs on this machine.</summary>
/// <remarks>
/// Guards every request that is not a <c>GET</c> or <c>HEAD</c>, whatever its path, so that a new address that changes something is guarded from its first day.
/// Without a token, what a browser or a proxy on this machine passes on is refused too: it comes from loopback, and whoever sent it need not. The engine's own page
/// may, opened by a loopback address: a name could have been made to lead here (DNS rebinding), and the browser vouches for the origin.
/// </remarks>
internal sealed class WriteAccess
{
    private const string Scheme = "Bearer ";

    // Hashes are compared: their length is the same whatever was sent, so the time taken says nothing about the token.
    private readonly byte[]? _tokenHash;

    /// <summary>Guards with a token, or by loopback where it is null.</summary>
    public WriteAccess(string? token) => _tokenHash = token is null ? null : HashOf(token);

    /// <summary>Whether there is a token.</summary>
    public bool HasToken => _tokenHash is not null;

    /// <summary>Middleware: passes on what may go on, answers 401 or 403 with the remedy otherwise.</summary>
    public Task Guard(HttpContext context, RequestDelegate next)
    {
        if (RefusalOf(context) is not { } refusal) return next(context);
        if (refusal.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
        return JsonAnswer.Write(context, ApiProblem.Refused(refusal.Status, refusal.Reason));
    }

    /// <summary>Why a request may not go on; null where it may.</summary>
    public (int Status, string Reason)? RefusalOf(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return null;
        if (_tokenHash is not null) return Carries(request.Headers.Authorization, _tokenHash) ? null : (StatusCodes.Status401Unauthorized, TokenNeeded);
        return IsLocal(context.Connection.RemoteIpAddress) && !IsPassedOn(request) ? null : (StatusCodes.Status403Forbidden, LocalOnly);
    }

    private static string TokenNeeded => "this changes the engine and needs the header 'Authorization: Bearer TOKEN', with the token that the engine was given as Http:Token";

    private static string LocalOnly =>
        "this changes the engine and is allowed from the machine itself only, by programs and by the engine's own page at its loopback address, without a proxy between; "
            + "to allow it from elsewhere give the engine a token (Http:Token) and send it as 'Authorization: Bearer TOKEN'";

    private static bool Carries(StringValues authorization, byte[] tokenHash) =>
        authorization.Count == 1 && authorization[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(HashOf(value[Scheme.Length..].Trim()), tokenHash);

    private static bool IsLocal(IPAddress? address) => address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsPassedOn(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded")) return true;
        return (headers.ContainsKey("Origin") || headers.ContainsKey("Sec-Fetch-Site")) && !IsOwnPage(request);
    }

    private static bool IsOwnPage(HttpRequest request) =>
        IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)
        && request.Headers.Origin is [var origin] && string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)
        && request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"];

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
