using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Finds out why a server cannot be used: asks it as the client does, one step at a time, so that the step that fails tells the fault.</summary>
/// <remarks>The client library joins a wrong port, missing TLS and a server that is down into one "cannot connect". Used only where it has failed.</remarks>
internal sealed class RedisProbe(RedisOptions options, ConfigurationOptions client)
{
    private readonly RedisFaults _faults = new(options, client);

    /// <summary>Why none of the servers can be used.</summary>
    /// <returns>A sentence for each server that has a fault of its own.</returns>
    public async Task<string> ExplainAsync(CancellationToken cancellationToken)
    {
        client.SetDefaultPorts();
        var servers = client.EndPoints.ToList();
        var faults = await Task.WhenAll(servers.Select(server => client.ServiceName is { Length: > 0 } service
            ? FaultOfSentinel(server, service, cancellationToken)
            : FaultOf(server, cancellationToken))).ConfigureAwait(false);
        var told = servers.Zip(faults)
            .Where(entry => entry.Second is not null)
            .GroupBy(entry => entry.Second)
            .Select(group => group.Key?.For(string.Join(',', group.Select(entry => ClientSettings.NameOf(entry.First)))))
            .ToList();
        return told.Count > 0
            ? string.Join(". ", told)
            : $"{options} was not ready within {options.Timeout * client.ConnectRetry} and answers now; start the engine again, or raise Redis:Timeout";
    }

    private async Task<RedisFault?> FaultOf(EndPoint server, CancellationToken cancellationToken) =>
        await Asked(server, _faults, async redis => await Greeted(redis, _faults, client.User, client.Password).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Of a Sentinel, or of the primary that it names.</summary>
    private async Task<RedisFault?> FaultOfSentinel(EndPoint server, string service, CancellationToken cancellationToken)
    {
        var faults = new RedisFaults(options, client, sentinel: true);
        EndPoint? primary = null;
        var fault = await Asked(server, faults, Ask, cancellationToken).ConfigureAwait(false);
        if (fault is not null || primary is null) return fault;
        return await FaultOf(primary, cancellationToken).ConfigureAwait(false) is { } of
            ? new RedisFault($"names '{ClientSettings.NameOf(primary)}' as the primary of '{service}', which {of.What}", of.Remedy)
            : null;

        async Task<RedisFault?> Ask(RespConversation sentinel)
        {
            if (await Greeted(sentinel, faults, client.SentinelUser, client.SentinelPassword).ConfigureAwait(false) is { } refused) return refused;
            var answer = await sentinel.AskAsync("SENTINEL", "get-master-addr-by-name", service).ConfigureAwait(false);
            if (answer.Error is { } error)
            {
                return error.Contains("unknown command", StringComparison.OrdinalIgnoreCase)
                    ? new RedisFault("is a Redis and no Sentinel", "name Sentinels in Redis:Configuration (their port is mostly 26379), or drop serviceName=")
                    : faults.OfAnswer(error);
            }

            if (answer.Items is not [var host, var port])
            {
                return new RedisFault($"is a Sentinel that watches no '{service}'", "correct serviceName= in Redis:Configuration ('SENTINEL MASTERS' lists the names)");
            }

            primary = EndPointCollection.TryParse($"{host}:{port}");
            return null;
        }
    }

    /// <summary>Says who one is, as the client does.</summary>
    private static async Task<RedisFault?> Greeted(RespConversation redis, RedisFaults faults, string? user, string? password)
    {
        if (!string.IsNullOrEmpty(user) || !string.IsNullOrEmpty(password))
        {
            var admitted = await (string.IsNullOrEmpty(user) ? redis.AskAsync("AUTH", password ?? "") : redis.AskAsync("AUTH", user, password ?? "")).ConfigureAwait(false);

            // A password for a server that has none is no fault: the client goes on, too.
            if (admitted.Error is { } refusal && !refusal.Contains("without any password", StringComparison.Ordinal)) return faults.OfAnswer(refusal);
        }

        var answer = await redis.AskAsync("PING").ConfigureAwait(false);
        return answer.Error is { } error ? faults.OfAnswer(error) : null;
    }

    /// <summary>Connects, with TLS where it is asked for, and lets somebody ask.</summary>
    private async Task<RedisFault?> Asked(EndPoint server, RedisFaults faults, Func<RespConversation, Task<RedisFault?>> ask, CancellationToken cancellationToken)
    {
        RedisFault? rejected = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        var connected = false;
        try
        {
            await using var plain = await Connected(server, deadline.Token).ConfigureAwait(false);
            connected = true;
            if (!client.Ssl) return await ask(new RespConversation(plain, deadline.Token)).ConfigureAwait(false);

            var host = ClientSettings.HostOf(client, server);
            var settings = Tls.For(options, client, host);
            settings.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                if (errors != SslPolicyErrors.None) rejected = faults.OfCertificate(certificate as System.Security.Cryptography.X509Certificates.X509Certificate2, chain, errors, host);
                return rejected is null;
            };
            await using var tls = new SslStream(plain);
            await tls.AuthenticateAsClientAsync(settings, deadline.Token).ConfigureAwait(false);
            return await ask(new RespConversation(tls, deadline.Token)).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or FormatException
                                      || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (rejected is not null) return rejected;
            if (!connected) return fault is OperationCanceledException ? Unreached(faults) : faults.OfNetwork(fault) ?? Unreached(faults);
            return await Misunderstood(server, cancellationToken).ConfigureAwait(false) ?? fault switch
            {
                OperationCanceledException => RedisFaults.Silent(options.Timeout),
                FormatException => RedisFaults.NoRedis(),
                _ => faults.Of(fault, options.Timeout),
            };
        }
    }

    /// <summary>Whether one side speaks TLS and the other does not. Nothing secret is sent.</summary>
    private async Task<RedisFault?> Misunderstood(EndPoint server, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        var shown = false;
        try
        {
            await using var stream = await Connected(server, deadline.Token).ConfigureAwait(false);
            if (client.Ssl)
            {
                await new RespConversation(stream, deadline.Token).AskAsync("PING").ConfigureAwait(false);
                return RedisFaults.NoTls();
            }

            // Only to learn whether it has a certificate: nothing is sent over this connection, and so any is good enough.
            await using var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => shown = true);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "redis" }, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or FormatException
                                      || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It does not understand this either.
        }

        return shown ? RedisFaults.NeedsTls() : null;
    }

    private RedisFault Unreached(RedisFaults faults) => faults.OfNetwork(new SocketException((int)SocketError.TimedOut)) ?? RedisFaults.Silent(options.Timeout);

    private static async Task<NetworkStream> Connected(EndPoint server, CancellationToken cancellationToken)
    {
        var socket = server is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
