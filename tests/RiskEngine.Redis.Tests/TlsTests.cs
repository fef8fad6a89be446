using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;
using StackExchange.Redis;

namespace RiskEngine.Redis.Tests;

/// <summary>TLS, with authorities of one's own and certificates of clients.</summary>
public sealed class TlsTests
{
    [TlsRedisFact]
    public async Task Tls_is_spoken_to_a_server_of_the_authority_that_is_named()
    {
        using var redis = await TlsRedis.StartAsync();
        using var connection = await RedisConnection.OpenAsync(redis.Options, CancellationToken.None);
        await Saves(connection, redis.Options);
    }

    [TlsRedisFact]
    public async Task Server_that_asks_for_it_is_shown_the_certificate_of_the_engine()
    {
        using var redis = await TlsRedis.StartAsync(asksClients: true);
        var (certificate, key) = redis.Authority.Sign();
        var (closedCertificate, closedKey) = redis.Authority.Sign(password: "open, sesame");
        var both = certificate + ".both";
        await File.WriteAllTextAsync(both, await File.ReadAllTextAsync(certificate) + "\n" + await File.ReadAllTextAsync(key));
        foreach (var options in new[]
        {
            redis.Options with { CertificateFile = certificate, KeyFile = key },
            redis.Options with { CertificateFile = both },
            redis.Options with { CertificateFile = closedCertificate, KeyFile = closedKey, KeyPassword = "open, sesame" },
        })
        {
            using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
            await Saves(connection, options);
        }
    }

    [TlsRedisFact]
    public async Task Renewed_certificate_is_shown_at_the_next_connection()
    {
        using var redis = await TlsRedis.StartAsync(asksClients: true);
        using var stranger = new TestAuthority(redis.Node.Folder, "Stranger");
        var (certificate, key) = redis.Authority.Sign();
        var options = redis.Options with { CertificateFile = certificate, KeyFile = key };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = await Saves(connection, options);

        // The server does not take this one: that it refuses shows that the file was read again.
        Replace(stranger.Sign());
        redis.Node.Ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Tells(steps, "does not accept the engine's certificate (unknown ca)");
        File.Delete(certificate);
        await Tells(steps, "a file of TLS cannot be read");
        Replace(redis.Authority.Sign());
        await steps.SaveUntilServed(TimeSpan.FromSeconds(20));

        void Replace((string Certificate, string Key) by)
        {
            File.Copy(by.Certificate, certificate, overwrite: true);
            File.Copy(by.Key, key, overwrite: true);
        }
    }

    /// <summary>As on a loaded machine or a far network, where each try to connect again takes longer than the client waits before it looks at it.</summary>
    [TlsRedisFact]
    public async Task Slow_handshake_is_not_cut_off_again_and_again()
    {
        using var redis = await TlsRedis.StartAsync();
        using var address = new MovableAddress(redis.TlsPort);
        var options = redis.Options with { Configuration = $"{address.Address},ssl=true,sslHost=localhost" };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = await Saves(connection, options);

        address.Delay = TimeSpan.FromMilliseconds(900);
        address.MoveTo(redis.TlsPort);
        await steps.SaveUntilServed(TimeSpan.FromSeconds(20));
    }

    [TlsRedisFact]
    public async Task What_is_wrong_with_certificates_is_told_with_the_option_to_correct()
    {
        using var redis = await TlsRedis.StartAsync(asksClients: true);
        using var old = await TlsRedis.StartAsync(expired: true);
        using var stranger = new TestAuthority(redis.Node.Folder, "Stranger");
        var (certificate, key) = redis.Authority.Sign();
        var right = redis.Options with { CertificateFile = certificate, KeyFile = key };
        var (foreign, foreignKey) = stranger.Sign();

        Assert.Contains("by 'CN=Test authority', which is not trusted; name the file with that authority in Redis:CaFile",
            await Fault(right with { CaFile = null }), StringComparison.Ordinal);
        Assert.Contains($"not trusted; name the file with that authority in Redis:CaFile ('{stranger.CaFile}' lacks it)",
            await Fault(right with { CaFile = stranger.CaFile }), StringComparison.Ordinal);
        Assert.Contains(
            "a certificate for 'localhost', '127.0.0.1', not for 'elsewhere'; set sslHost=",
            await Fault(right with { Configuration = $"{right.Configuration},sslHost=elsewhere" }), StringComparison.Ordinal);
        Assert.Contains("asks for a certificate of the engine ('tls-auth-clients'); name one", await Fault(redis.Options), StringComparison.Ordinal);
        Assert.Contains("does not accept the engine's certificate (unknown ca)",
            await Fault(right with { CertificateFile = foreign, KeyFile = foreignKey }), StringComparison.Ordinal);
        using var namesake = new TestAuthority(redis.Node.Folder);
        (foreign, foreignKey) = namesake.Sign();
        Assert.Contains("does not accept the engine's certificate (decrypt error)",
            await Fault(right with { CertificateFile = foreign, KeyFile = foreignKey }), StringComparison.Ordinal);
        Assert.Matches("valid from [0-9-]+ to [0-9-]+ only; renew it", await Fault(old.Options));
        Assert.Contains("speaks no TLS at this port; name its TLS port", await Fault(right with { Configuration = $"{redis.Node.Address},ssl=true" }), StringComparison.Ordinal);
        Assert.Contains("speaks TLS at this port; add ssl=true",
            await Fault(new RedisOptions { Configuration = $"localhost:{redis.TlsPort}", Timeout = redis.Options.Timeout }), StringComparison.Ordinal);
    }

    private static Task Tells(StoredSteps steps, string what) => RedisNode.Eventually(async () =>
        (await Assert.ThrowsAsync<DependencyException>(() => steps.Save())).Message is var told && told.Contains(what, StringComparison.Ordinal) ? null : told);

    private static async Task<StoredSteps> Saves(ConnectionMultiplexer connection, RedisOptions options)
    {
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        Assert.True(await steps.Save(bytes: 200_000));
        return steps;
    }

    private static async Task<string> Fault(RedisOptions options) =>
        (await Assert.ThrowsAsync<DependencyException>(() => RedisConnection.OpenAsync(options, CancellationToken.None))).Message;
}
