using System.Net;
using RiskEngine.Core.Secrets;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Reads the connection string without repeating what may be part of a password.</summary>
internal static class ConnectionString
{
    /// <summary>All faults of a connection string. What follows a password is told by its place only: it may be the rest of a password with a comma in it.</summary>
    public static IEnumerable<string> FaultsOf(string configuration)
    {
        var (afterSecret, servers) = (false, 0);
        var place = $"Redis:Configuration '{SecretMask.Connection(configuration)}'";
        foreach (var (number, part) in configuration.Split(',').Select(part => part.Trim()).Index())
        {
            if (part.Length == 0) continue;
            var isServer = !part.Contains('=');
            servers += isServer ? 1 : 0;
            if (FaultOf(part, isServer, afterSecret) is { } fault)
            {
                yield return afterSecret
                    ? $"Redis:Configuration '{ServersOf(configuration)},…': part {number + 1} stands behind a password and {fault}; "
                        + "write servers first, and a password with a comma into Redis:Password"
                    : $"{place}: part {number + 1}, '{SecretMask.Connection(part)}', {fault}; write e.g. 'redis-1:6379,redis-2:6379,user=NAME,ssl=true'";
            }

            afterSecret |= IsSecret(part);
        }

        if (servers == 0) yield return $"{place} names no server; write e.g. 'localhost:6379'";
    }

    /// <summary>The servers, e.g. <c>redis-1:6379,redis-2:6379</c>.</summary>
    public static string ServersOf(string configuration) => string.Join(',', SecretMask.Connection(configuration).Split(',')
        .Select(part => part.Trim())
        .TakeWhile(part => !IsSecret(part))
        .Where(part => part.Length > 0 && !part.Contains('=')));

    private static bool IsSecret(string part) => part.IndexOf('=') is > 0 and var end && SecretNames.ConnectionWords.Contains(part[..end].Trim(), StringComparer.OrdinalIgnoreCase);

    private static string? FaultOf(string part, bool isServer, bool afterSecret)
    {
        if (isServer && afterSecret) return "looks like a server";
        try
        {
            var read = ConfigurationOptions.Parse(part);

            // The client makes nothing of 'host:port', and a name of 'a:b:c'.
            if (!isServer) return null;
            var isName = read.EndPoints.Count == 1 && !(read.EndPoints[0] is DnsEndPoint name && name.Host.Contains(':', StringComparison.Ordinal));
            return isName ? null : "is no server";
        }
        catch (ArgumentException) when (isServer)
        {
            return "is no server";
        }
        catch (ArgumentOutOfRangeException)
        {
            return "has a value that cannot be read";
        }
        catch (ArgumentException)
        {
            return "is not an option of StackExchange.Redis";
        }
    }
}
