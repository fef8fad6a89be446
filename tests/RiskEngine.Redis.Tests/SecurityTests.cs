using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;

namespace RiskEngine.Redis.Tests;

/// <summary>TLS, passwords and a restricted user.</summary>
public sealed partial class SecurityTests
{
    [RedisFact]
    public async Task Password_is_sent_and_a_wrong_one_is_told()
    {
        using var redis = await RedisNode.StartAsync("--requirepass", "let me, in=");
        var right = new RedisOptions { Configuration = redis.Address, Password = "let me, in=" };
        using var connection = await RedisConnection.OpenAsync(right, CancellationToken.None);
        await new StoredSteps(new RedisCheckpointStore(connection, right), StoredSteps.Task(0)).Acquire();

        foreach (var wrong in new[] { right with { Password = null }, right with { Password = "open" } })
        {
            var fault = await Assert.ThrowsAsync<DependencyException>(() => RedisConnection.OpenAsync(wrong, CancellationToken.None));
            Assert.Contains("password", fault.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("let me", fault.Message, StringComparison.Ordinal);
        }
    }

    [RedisFact]
    public async Task Tls_is_spoken_to_a_server_of_the_authority_that_is_named_and_to_no_other()
    {
        var tlsPort = RedisNode.FreePort();
        using var folder = await RedisNode.StartAsync();
        var (authority, certificate, key) = MakeCertificates(folder.Folder);
        using var redis = await RedisNode.StartAsync(
            "--tls-port", $"{tlsPort}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority, "--tls-auth-clients", "no");
        var options = new RedisOptions { Configuration = $"127.0.0.1:{tlsPort},ssl=true,sslHost=localhost", CaFile = authority, Timeout = TimeSpan.FromSeconds(3) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        Assert.True(await steps.Save(bytes: 200_000));
        Assert.Equal(0, await steps.Acquire());

        var (foreign, _, _) = MakeCertificates(folder.Folder);
        foreach (var wrong in new[] { options with { CaFile = null }, options with { CaFile = foreign }, options with { Configuration = $"127.0.0.1:{tlsPort},ssl=true,sslHost=elsewhere" } })
        {
            await Assert.ThrowsAsync<DependencyException>(() => RedisConnection.OpenAsync(wrong, CancellationToken.None));
        }
    }

    [Fact]
    public void Authority_file_that_cannot_be_read_is_a_fault_of_the_options()
    {
        var options = new RedisOptions { Configuration = "localhost,ssl=true", CaFile = "/nowhere/ca.pem" };

        Assert.Contains(options.Validate(), fault => fault.Contains("Redis:CaFile", StringComparison.Ordinal) && fault.Contains("/nowhere/ca.pem", StringComparison.Ordinal));
        Assert.Contains((options with { Configuration = "localhost" }).Validate(), fault => fault.Contains("ssl=true", StringComparison.Ordinal));
    }

    /// <summary>The line that docs/operations.md gives to operators is enough for everything the engine does, and Redis refuses all else.</summary>
    [RedisFact]
    public async Task Default_user_restricted_as_documented_can_do_all_that_the_engine_needs_and_no_more()
    {
        using var redis = await RedisNode.StartAsync();
        using var admin = new RespClient(redis.Port);
        admin.Send("ACL", "SETUSER", "admin", "on", ">admin", "~*", "&*", "+@all");
        admin.Send("AUTH", "admin", "admin");
        admin.Send(["ACL", "SETUSER", "default", "resetpass", ">secret", .. DocumentedRights()]);
        var options = new RedisOptions { Configuration = redis.Address, Password = "secret" };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var steps = new StoredSteps(store, StoredSteps.Task(0));
        await steps.Acquire();
        for (var step = 0; step < 9; step++) Assert.True(await steps.Save());
        Assert.Equal(8, await steps.Acquire());
        admin.Send("HDEL", $"riskengine:{{{StoredSteps.Task(0)}}}:task", "s:8");
        Assert.NotNull((await store.AcquireAsync(StoredSteps.Task(0), CancellationToken.None)).Fault);
        connection.GetServer(connection.GetEndPoints()[0]).Ping();

        Assert.Equal("", admin.Send("ACL", "LOG"));
        using var user = new RespClient(redis.Port);
        user.Send("AUTH", "secret");
        foreach (var command in new[] { "FLUSHALL", "KEYS *", "GET other", "DEL riskengine:x", "CONFIG SET maxmemory 1", "HSET other a b" })
        {
            Assert.StartsWith("NOPERM", Assert.Throws<InvalidOperationException>(() => user.Send(command.Split(' '))).Message, StringComparison.Ordinal);
        }
    }

    private static string[] DocumentedRights()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RiskEngine.sln"))) folder = folder.Parent;
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "operations.md"));
        return AclLine().Match(page).Groups[1].Value.Split(' ');
    }

    /// <summary>An authority, and a certificate for localhost by it.</summary>
    private static (string Authority, string Certificate, string Key) MakeCertificates(string folder)
    {
        var name = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(10));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(5), [1, 2, 3, 4]);
        File.WriteAllText(name + ".ca.pem", authority.ExportCertificatePem());
        File.WriteAllText(name + ".pem", certificate.ExportCertificatePem());
        File.WriteAllText(name + ".key", key.ExportPkcs8PrivateKeyPem());
        return (name + ".ca.pem", name + ".pem", name + ".key");
    }

    [GeneratedRegex(@"^ACL SETUSER default (.+)$", RegexOptions.Multiline)]
    private static partial Regex AclLine();
}
