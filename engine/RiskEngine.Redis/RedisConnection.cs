using RiskEngine.Core.Ports;
using RiskEngine.Core.Secrets;
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
            throw new DependencyException($"{Unreadable(options.Configuration, fault)}; write e.g. 'localhost:6379,ssl=true'", fault);
        }
        catch (RedisConnectionException fault)
        {
            throw new DependencyException(Unreachable(options), fault);
        }

        throw new DependencyException(Unreachable(options));
    }

    /// <summary>Where the string holds a secret, what the client says may repeat a piece of it: it takes what follows a comma in a password for a word of its own.</summary>
    private static string Unreadable(string configuration, ArgumentException fault)
    {
        var shown = SecretMask.Connection(configuration);
        return shown == configuration
            ? $"Redis:Configuration cannot be read: {fault.Message}"
            : $"Redis:Configuration '{shown}' cannot be read: it holds a word or a value that the client does not know; a password with a comma goes into Redis:Password";
    }

    /// <summary>Names the servers only, as far as no secret is in what the client takes for one.</summary>
    private static string Unreachable(RedisOptions options)
    {
        var named = ConfigurationOptions.Parse(SecretMask.Connection(options.Configuration)).EndPoints;
        var servers = string.Join(',', named.Select(endpoint => endpoint.ToString()?.Replace("Unspecified/", "")));
        return $"Redis at '{servers}' cannot be reached; start it or correct Redis:Configuration; where it runs, check the password (Redis:Password) and TLS (ssl=true, sslHost, Redis:CaFile)";
    }
}
