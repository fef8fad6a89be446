using System.Net;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>The client's settings: what the operator said, and what the engine needs of it, each for a reason.</summary>
internal static class ClientSettings
{
    /// <summary>
    /// How much longer than <see cref="RedisOptions.Timeout"/> a step with a large segment may take, to write and to read: some 240 MiB at the pace of a slow
    /// Redis.
    /// </summary>
    public static readonly TimeSpan ForLargeSegments = TimeSpan.FromMinutes(1);

    // How soon a promoted replica is recognised as the primary; the library's default is 60. Also keeps the connection alive.
    private const int RoleCheckSeconds = 5;

    // In times of RedisOptions.Timeout: how long a server's machine may acknowledge nothing before its connection counts as lost.
    private const int TimeoutsUntilLost = 4;

    /// <summary>Settings of the client.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static ConfigurationOptions Of(RedisOptions options)
    {
        var client = ConfigurationOptions.Parse(options.Configuration);
        var timeout = (int)options.Timeout.TotalMilliseconds;
        client.User = options.User ?? client.User;
        client.Password = options.Password ?? client.Password;
        client.ClientName ??= $"riskengine-{Environment.MachineName}";

        // The engine judges by IsConnected and tells what is wrong; the client keeps the reason of every server only where it goes on trying.
        client.AbortOnConnectFail = false;
        client.ConnectTimeout = timeout;
        client.ConnectRetry = 3;

        // The same limit ends attempts that are under way, and a loaded machine needs long for a TLS handshake: each failed attempt gets more time.
        client.ReconnectRetryPolicy = new GrowingRetry(TimeSpan.FromMilliseconds(500), options.Timeout);
        client.ConfigCheckSeconds = RoleCheckSeconds;

        // A step that cannot be sent fails at once, and the task repeats it. Queued, it would be given up, be repeated, and still be sent with its segment when Redis is back.
        client.BacklogPolicy = BacklogPolicy.FailFast;

        // The store gives up by itself, after a time that depends on the size of the segment. The client's own limit must not come first.
        client.SyncTimeout = timeout;
        client.AsyncTimeout = timeout + (int)ForLargeSegments.TotalMilliseconds;

        // Without it, a machine that vanishes without a word is noticed only after the operating system has retried for a quarter of an hour.
        client.Tunnel ??= LostMachines.TryNotice(options.Timeout * TimeoutsUntilLost);

        // The client gets no channel and no key of its own: roles are polled instead, and the user needs no rights for either.
        client.ConfigurationChannel = "";
        client.TieBreaker = "";

        // Redis before 7.2 does not know it, and access control lists of such a Redis cannot grant it.
        client.SetClientLibrary = false;

        // CONFIG would tell the client little, but a user with the right to it can read passwords.
        if (!options.Configuration.Split(',').Any(part => part.AsSpan().TrimStart().StartsWith("$"))) client.CommandMap = CommandMap.Create(["CONFIG"], available: false);
        if (client.Ssl) client.SslClientAuthenticationOptions = host => Tls.For(options, client, host);
        return client;
    }

    /// <summary>The name that the certificate of a server must have.</summary>
    public static string HostOf(ConfigurationOptions client, EndPoint server) => client.SslHost is { Length: > 0 } host ? host : server switch
    {
        DnsEndPoint name => name.Host,
        IPEndPoint address => address.Address.ToString(),
        _ => "",
    };

    /// <summary>A server as operators write it.</summary>
    public static string NameOf(EndPoint server) => server.ToString()?.Replace("Unspecified/", "", StringComparison.Ordinal) ?? "";
}
