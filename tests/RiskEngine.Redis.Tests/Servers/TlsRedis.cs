namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A redis-server that speaks TLS at one port and none at another, with an authority of its own.</summary>
internal sealed class TlsRedis : IDisposable
{
    private readonly RedisNode _node;

    private TlsRedis(RedisNode node, TestAuthority authority, int tlsPort)
    {
        _node = node;
        Authority = authority;
        TlsPort = tlsPort;
    }

    public TestAuthority Authority { get; }

    public int TlsPort { get; }

    /// <summary>Its port without TLS, and its folder.</summary>
    public RedisNode Node => _node;

    /// <summary>Options that reach it.</summary>
    public RedisOptions Options => new() { Configuration = $"localhost:{TlsPort},ssl=true", CaFile = Authority.CaFile, Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>Starts one.</summary>
    /// <param name="asksClients">Whether clients must show a certificate of the authority.</param>
    /// <param name="expired">Whether its certificate is out of date.</param>
    public static async Task<TlsRedis> StartAsync(bool asksClients = false, bool expired = false)
    {
        var folder = Directory.CreateTempSubdirectory("riskengine-redis-tls-").FullName;
        var authority = new TestAuthority(folder);
        var (certificate, key) = authority.Sign(expired);
        var port = RedisNode.FreePort();
        var node = await RedisNode.StartAsync(
            "--tls-port", $"{port}", "--tls-cert-file", certificate, "--tls-key-file", key,
            "--tls-ca-cert-file", authority.CaFile, "--tls-auth-clients", asksClients ? "yes" : "no");
        return new TlsRedis(node, authority, port);
    }

    public void Dispose()
    {
        _node.Dispose();
        Directory.Delete(Path.GetDirectoryName(Authority.CaFile)!, recursive: true);
        Authority.Dispose();
    }
}
