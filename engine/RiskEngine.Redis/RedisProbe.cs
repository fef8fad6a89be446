using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Finds out why a server cannot be used: asks it as the client does, one step at a time, so that the step that fails tells the fault.</summary>
/// <remarks>The client library joins a wrong port, missing TLS and a server that is down into one "cannot connect". Used only where it has failed.</remarks>
internal sealed class RedisProbe(RedisOptions options, ConfigurationOptions client)
{
    // A server that speaks first does so at once.
    private static readonly TimeSpan Unasked = TimeSpan.FromSeconds(1);
    private readonly RedisFaults _faults = new(options, client);

    /// <summary>Finds what is wrong with each of the servers.</summary>
    /// <returns>A sentence for each fault; null where there is none.</returns>
    public async Task<string?> FindFaultsAsync(CancellationToken cancellationToken) => Told(await FaultsOfAll(cancellationToken).ConfigureAwait(false));

    /// <summary>Finds what the client passes over: it goes on as the default user where user or password are refused, who may have more rights than the engine should, and
    /// with the server itself where it asks for a primary and meets no Sentinel.</summary>
    /// <param name="server">A server that the client has connected to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A sentence; null where there is nothing.</returns>
    public async Task<string?> FindSilentFaultAsync(EndPoint server, CancellationToken cancellationToken)
    {
        if (client.ServiceName is { Length: > 0 })
        {
            var faults = await FaultsOfAll(cancellationToken).ConfigureAwait(false);
            return faults.Any(entry => entry.Fault is null) ? null : Told(faults);
        }

        if (string.IsNullOrEmpty(client.User) && string.IsNullOrEmpty(client.Password)) return null;
        RedisFault? refusal = null;
        await Asked(server, _faults, Authenticate, cancellationToken).ConfigureAwait(false);
        return refusal?.For(ClientSettings.NameOf(server));

        async Task<RedisFault?> Authenticate(RespConversation redis) => refusal = await Authenticated(redis, _faults, client.User, client.Password).ConfigureAwait(false);
    }

    private async Task<(EndPoint Server, RedisFault? Fault)[]> FaultsOfAll(CancellationToken cancellationToken)
    {
        client.SetDefaultPorts();
        return await Task.WhenAll(client.EndPoints.ToList().Select(Find)).ConfigureAwait(false);

        async Task<(EndPoint, RedisFault?)> Find(EndPoint server) => (server, client.ServiceName is { Length: > 0 } service
            ? await FaultOfSentinel(server, service, cancellationToken).ConfigureAwait(false)
            : await FaultOf(server, cancellationToken).ConfigureAwait(false));
    }

    private static string? Told(IEnumerable<(EndPoint Server, RedisFault? Fault)> faults)
    {
        var told = faults.Where(entry => entry.Fault is not null)
            .GroupBy(entry => entry.Fault)
            .Select(group => group.Key?.For(string.Join(',', group.Select(entry => ClientSettings.NameOf(entry.Server)))))
            .ToList();
        return told.Count > 0 ? string.Join(". ", told) : null;
    }

    private async Task<RedisFault?> FaultOf(EndPoint server, CancellationToken cancellationToken) =>
        await Asked(server, _faults, Greeted, cancellationToken).ConfigureAwait(false);

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
            if (await Authenticated(sentinel, faults, client.SentinelUser, client.SentinelPassword).ConfigureAwait(false) is { } refused) return refused;
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

    /// <summary>Says who one is and asks for a word, as the client does.</summary>
    private async Task<RedisFault?> Greeted(RespConversation redis)
    {
        if (await Authenticated(redis, _faults, client.User, client.Password).ConfigureAwait(false) is { } refusal) return refusal;
        if ((await redis.AskAsync("ECHO", "riskengine").ConfigureAwait(false)).Error is not { } error) return null;
        return (await redis.AskAsync("ROLE").ConfigureAwait(false)).Items is ["sentinel", ..]
            ? new RedisFault("is a Sentinel", "add serviceName=NAME to Redis:Configuration, the name of the primary that it watches ('SENTINEL MASTERS' lists the names)")
            : _faults.OfAnswer(error);
    }

    private static async Task<RedisFault?> Authenticated(RespConversation redis, RedisFaults faults, string? user, string? password)
    {
        if (string.IsNullOrEmpty(user) && string.IsNullOrEmpty(password)) return null;
        var answer = await (string.IsNullOrEmpty(user) ? redis.AskAsync("AUTH", password ?? "") : redis.AskAsync("AUTH", user, password ?? "")).ConfigureAwait(false);

        // A password for a server that has none is no fault: the client goes on as well.
        return answer.Error is { } error && !error.Contains("without any password", StringComparison.Ordinal) ? faults.OfAnswer(error) : null;
    }

    /// <summary>Connects, with TLS where it is asked for, and lets somebody ask.</summary>
    private async Task<RedisFault?> Asked(EndPoint server, RedisFaults faults, Func<RespConversation, Task<RedisFault?>> ask, CancellationToken cancellationToken)
    {
        RedisFault? rejected = null;
        using var deadline = Deadline(cancellationToken);
        var connected = false;
        try
        {
            await using var plain = await Connected(server, deadline.Token).ConfigureAwait(false);
            connected = true;
            if (!client.Ssl) return await ask(new RespConversation(plain, deadline.Token)).ConfigureAwait(false);

            var host = ClientSettings.HostOf(client, server);
            if (Read(host, out var settings) is { } unread) return unread;
            settings.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                if (errors != SslPolicyErrors.None) rejected = faults.OfCertificate(certificate as X509Certificate2, chain, errors, host);
                return rejected is null;
            };
            await using var tls = new SslStream(plain);
            await tls.AuthenticateAsClientAsync(settings, deadline.Token).ConfigureAwait(false);
            return await ask(new RespConversation(tls, deadline.Token)).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsFault(fault, cancellationToken))
        {
            if (rejected is not null) return rejected;
            if (!connected) return fault is OperationCanceledException ? Unreached(faults) : faults.OfNetwork(fault) ?? Unreached(faults);
            return await Misunderstood(server, faults, cancellationToken).ConfigureAwait(false) ?? fault switch
            {
                OperationCanceledException => RedisFaults.Silent(options.Timeout),
                FormatException => RedisFaults.NoRedis(),
                _ => faults.Of(fault, options.Timeout),
            };
        }
    }

    /// <summary>Reads the files of TLS, which may have been changed since the start.</summary>
    private RedisFault? Read(string host, out SslClientAuthenticationOptions settings)
    {
        try
        {
            settings = Tls.For(options, client, host);
            return null;
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or CryptographicException)
        {
            settings = new SslClientAuthenticationOptions();
            return RedisFaults.Unread(unread);
        }
    }

    /// <summary>Listens to what a server says that ends connections, and looks whether one side speaks TLS and the other does not. Nothing secret is sent.</summary>
    private async Task<RedisFault?> Misunderstood(EndPoint server, RedisFaults faults, CancellationToken cancellationToken)
    {
        var said = "";
        var end = await Attempted(async () => said = await Heard(server, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (said.Length > 0) return faults.OfAnswer(said);
        if (end is not null && faults.OfAlert(end) is { } alert) return alert;
        if (!client.Ssl) return await ShowsCertificate(server, cancellationToken).ConfigureAwait(false) ? RedisFaults.NeedsTls() : null;
        return await Attempted(() => Greet(server, cancellationToken), cancellationToken).ConfigureAwait(false) is null ? RedisFaults.NoTls() : null;
    }

    /// <summary>Whether it speaks TLS. Nothing is sent over the connection, and so any certificate is good enough.</summary>
    private async Task<bool> ShowsCertificate(EndPoint server, CancellationToken cancellationToken)
    {
        var shown = false;
        await Attempted(Handshake, cancellationToken).ConfigureAwait(false);
        return shown;

        async Task Handshake()
        {
            using var deadline = Deadline(cancellationToken);
            await using var tls = new SslStream(await Connected(server, deadline.Token).ConfigureAwait(false), leaveInnerStreamOpen: false, (_, _, _, _) => shown = true);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "redis" }, deadline.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The error that a server says unasked, of a client too many or of a certificate: what one sends it before would drown that.</summary>
    private async Task<string> Heard(EndPoint server, CancellationToken cancellationToken)
    {
        using var deadline = Deadline(cancellationToken);
        if (options.Timeout > Unasked) deadline.CancelAfter(Unasked);
        await using var plain = await Connected(server, deadline.Token).ConfigureAwait(false);
        if (!client.Ssl) return (await new RespConversation(plain, deadline.Token).ReadAsync().ConfigureAwait(false)).Error ?? "";
        await using var tls = new SslStream(plain);
        await tls.AuthenticateAsClientAsync(Tls.For(options, client, ClientSettings.HostOf(client, server)), deadline.Token).ConfigureAwait(false);
        return (await new RespConversation(tls, deadline.Token).ReadAsync().ConfigureAwait(false)).Error ?? "";
    }

    private async Task Greet(EndPoint server, CancellationToken cancellationToken)
    {
        using var deadline = Deadline(cancellationToken);
        await using var stream = await Connected(server, deadline.Token).ConfigureAwait(false);
        await new RespConversation(stream, deadline.Token).AskAsync("PING").ConfigureAwait(false);
    }

    /// <summary>How an attempt failed; null where it did not.</summary>
    private static async Task<Exception?> Attempted(Func<Task> attempt, CancellationToken cancellationToken)
    {
        try
        {
            await attempt().ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (IsFault(fault, cancellationToken))
        {
            return fault;
        }
    }

    private static bool IsFault(Exception fault, CancellationToken cancellationToken) =>
        fault is IOException or SocketException or AuthenticationException or FormatException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private CancellationTokenSource Deadline(CancellationToken cancellationToken)
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        return deadline;
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
