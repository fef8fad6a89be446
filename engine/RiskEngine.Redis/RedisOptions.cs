using System.Security.Cryptography;
using RiskEngine.Core.Secrets;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>How the engine reaches Redis.</summary>
public sealed record RedisOptions
{
    /// <summary>What <see cref="Configuration"/> says for a store inside this process.</summary>
    public const string Embedded = "embedded";

    /// <summary>Folder of a store inside this process where none is named, in the working folder.</summary>
    public const string DefaultFolder = "riskengine-data";

    /// <summary>
    /// Connection string of StackExchange.Redis, servers first: <c>redis1:6379,redis2:6379,user=…,ssl=true</c>; with <c>serviceName=NAME</c> the servers are
    /// Sentinels. Or <c>embedded</c> or <c>embedded:FOLDER</c> for a store inside this process.
    /// </summary>
    /// <remarks>Its time-outs and retries are the engine's own: <see cref="Timeout"/>.</remarks>
    public required string Configuration { get; init; }

    /// <summary>Folder of the store inside this process; null where <see cref="Configuration"/> names a Redis.</summary>
    public string? EmbeddedFolder =>
        Configuration == Embedded ? DefaultFolder : Configuration.StartsWith($"{Embedded}:", StringComparison.Ordinal) ? Configuration[(Embedded.Length + 1)..] : null;

    /// <summary>User of Redis's access control lists; null takes the one in the connection string, or the default user.</summary>
    public string? User { get; init; }

    /// <summary>Password, beside the connection string so that it may hold any character; null where none is needed or the string has it.</summary>
    public string? Password { get; init; }

    /// <summary>File with the certificates (PEM) of the authorities that the server's certificate may come from; null trusts those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>File with the certificate (PEM) that the engine shows to the server, and those between it and its authority; null shows none.</summary>
    /// <remarks>Files of TLS are read again for every connection: renewed certificates need no restart.</remarks>
    public string? CertificateFile { get; init; }

    /// <summary>File with the private key (PEM) of <see cref="CertificateFile"/>; null where the key is in that file too.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Password of the private key; null where it has none. Without <see cref="CertificateFile"/> it is not used.</summary>
    public string? KeyPassword { get; init; }

    /// <summary>First part of every key; default <c>riskengine</c>. Engines of one Redis that must not see each other use different ones.</summary>
    public string KeyPrefix { get; init; } = "riskengine";

    /// <summary>How long one step may take before it counts as failed; default 5 s. Large segments get more.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the versions of rules, models and the like are kept that alerts name; default 400 days, longer than alerts are.</summary>
    public TimeSpan KeepVersions { get; init; } = TimeSpan.FromDays(400);

    /// <summary>All faults of these options; empty where there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Configuration)) faults.Add("Redis:Configuration is empty; write e.g. 'localhost:6379'");
        else if (EmbeddedFolder is null) faults.AddRange(ConnectionString.FaultsOf(Configuration));
        if (KeyPrefix.Length is 0 or > 64 || KeyPrefix.AsSpan().ContainsAny("{} \t\r\n")) faults.Add("Redis:KeyPrefix must be 1 to 64 characters without braces and blanks");
        if (Timeout < TimeSpan.FromMilliseconds(100)) faults.Add("Redis:Timeout must be at least 00:00:00.1");
        if (EmbeddedFolder is { } folder) faults.AddRange(EmbeddedFaults(folder));
        else if (faults.Count == 0) faults.AddRange(TlsFaults(ConfigurationOptions.Parse(Configuration)));
        return faults;
    }

    /// <summary>Some of the options, without secrets; one that is added later is shown only once somebody has decided so.</summary>
    public override string ToString() =>
        $"RedisOptions {{ Configuration = {Servers}, User = {User ?? "none"}, Password = {Shown(Password)}, CaFile = {CaFile ?? "none"}, "
        + $"CertificateFile = {CertificateFile ?? "none"}, KeyFile = {KeyFile ?? "none"}, KeyPassword = {Shown(KeyPassword)}, KeyPrefix = {KeyPrefix}, Timeout = {Timeout}, "
        + $"KeepVersions = {KeepVersions} }}";

    private IEnumerable<string> EmbeddedFaults(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            yield return $"Redis:Configuration is '{Configuration}' and names no folder; write 'embedded' (folder '{DefaultFolder}') or e.g. 'embedded:/var/lib/riskengine'";
        }

        if (User is not null || Password is not null || CaFile is not null || CertificateFile is not null || KeyFile is not null)
        {
            yield return "Redis:User, Password, CaFile, CertificateFile and KeyFile have no meaning for the embedded store, which nobody else can reach; remove them";
        }

    }

    /// <summary>The servers, for messages.</summary>
    internal string Servers => ConnectionString.ServersOf(Configuration);

    private static string Shown(string? secret) => secret is null ? "none" : SecretMask.Shown;

    private IEnumerable<string> TlsFaults(ConfigurationOptions client)
    {
        if (CertificateFile is null && KeyFile is not null) yield return "Redis:KeyFile is set, but Redis:CertificateFile is not; name the certificate that the key belongs to";
        if (!client.Ssl)
        {
            if (CaFile is not null) yield return "Redis:CaFile is set, but Redis:Configuration does not say ssl=true";
            if (CertificateFile is not null) yield return "Redis:CertificateFile is set, but Redis:Configuration does not say ssl=true";
        }

        if (CaFile is { } authorities && FaultOf(() => Tls.ReadAuthorities(authorities)) is { } unread)
        {
            yield return $"Redis:CaFile '{authorities}' cannot be used: {unread}; name a file with certificates in PEM format";
        }

        if (CertificateFile is { } certificate && FaultOf(() => Tls.ReadCertificate(this)) is { } unusable)
        {
            var key = KeyFile is null ? "" : $" with Redis:KeyFile '{KeyFile}'";
            yield return $"Redis:CertificateFile '{certificate}'{key} cannot be used: {unusable}; "
                + "name a certificate and its private key in PEM format, and Redis:KeyPassword where the key has one";
        }
    }

    private static string? FaultOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return unreadable.Message;
        }
    }
}
