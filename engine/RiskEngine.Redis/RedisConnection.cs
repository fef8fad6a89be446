using RiskEngine.Core.Ports;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Opens connections to Redis that keep trying when it goes away, and never throw at start for a server that is still coming up.</summary>
public static class RedisConnection
{
    // How soon a replica that was promoted is seen to be the primary; the library's own is 60.
    private const int RoleCheckSeconds = 5;

    /// <summary>Connects.</summary>
    /// <exception cref="DependencyException">The configuration is wrong, or no server answers in time.</exception>
    public static async Task<ConnectionMultiplexer> OpenAsync(RedisOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = ConfigurationOptions.Parse(options.Configuration);
            configuration.AbortOnConnectFail = false;
            configuration.ConnectTimeout = (int)options.Timeout.TotalMilliseconds;
            configuration.SyncTimeout = (int)options.Timeout.TotalMilliseconds;
            configuration.ConnectRetry = 3;
            configuration.ReconnectRetryPolicy = new LinearRetry(500);
            configuration.ConfigCheckSeconds = RoleCheckSeconds;
            if (options.Password is { } password) configuration.Password = password;
            if (options.CaFile is { } file)
            {
                var authorities = new ServerCertificates(ServerCertificates.Read(file));
                configuration.CertificateValidation += (_, certificate, chain, errors) => authorities.Accepts(certificate, chain, errors);
            }

            var redis = await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (redis.IsConnected) return redis;
            redis.Dispose();
        }
        catch (ArgumentException fault)
        {
            throw new DependencyException($"Redis:Configuration cannot be read: {fault.Message}; write e.g. 'localhost:6379,password=…'", fault);
        }
        catch (RedisConnectionException fault)
        {
            throw new DependencyException(Unreachable(options), fault);
        }

        throw new DependencyException(Unreachable(options));
    }

    /// <summary>Names the servers only: the configuration may hold a password.</summary>
    private static string Unreachable(RedisOptions options)
    {
        var servers = string.Join(',', ConfigurationOptions.Parse(options.Configuration).EndPoints.Select(endpoint => endpoint.ToString()?.Replace("Unspecified/", "")));
        return $"Redis at '{servers}' cannot be reached; start it or correct Redis:Configuration; where it runs, check the password (Redis:Password) and TLS (ssl=true, sslHost, Redis:CaFile)";
    }
}
