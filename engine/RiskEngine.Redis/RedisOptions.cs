using System.Security.Cryptography;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Redis;

/// <summary>How the engine reaches Redis.</summary>
public sealed record RedisOptions
{
    /// <summary>What <see cref="Configuration"/> says for a store inside this process.</summary>
    public const string Embedded = "embedded";

    /// <summary>Folder of a store inside this process where none is named, in the working folder.</summary>
    public const string DefaultFolder = "riskengine-data";

    /// <summary>
    /// Connection string of StackExchange.Redis, e.g. <c>redis1:6379,redis2:6379,password=…,ssl=true</c>; or <c>embedded</c> or <c>embedded:FOLDER</c> for a
    /// store inside this process.
    /// </summary>
    public required string Configuration { get; init; }

    /// <summary>Folder of the store inside this process; null where <see cref="Configuration"/> names a Redis.</summary>
    public string? EmbeddedFolder =>
        Configuration == Embedded ? DefaultFolder : Configuration.StartsWith($"{Embedded}:", StringComparison.Ordinal) ? Configuration[(Embedded.Length + 1)..] : null;

    /// <summary>Password, beside the connection string so that it may hold any character; null where none is needed or the string has it.</summary>
    /// <remarks>The client library sends no user name: it is the password of the default user.</remarks>
    public string? Password { get; init; }

    /// <summary>File with the certificates (PEM) of the authorities that the server's certificate may come from; null trusts those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>First part of every key; default <c>riskengine</c>. Engines of one Redis that must not see each other use different ones.</summary>
    public string KeyPrefix { get; init; } = "riskengine";

    /// <summary>How long one step may take before it counts as failed; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>All faults of these options; empty where there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Configuration)) faults.Add("Redis:Configuration is empty; write e.g. 'localhost:6379'");
        if (KeyPrefix.Length is 0 or > 64 || KeyPrefix.AsSpan().ContainsAny("{} \t\r\n")) faults.Add("Redis:KeyPrefix must be 1 to 64 characters without braces and blanks");
        if (Timeout < TimeSpan.FromMilliseconds(100)) faults.Add("Redis:Timeout must be at least 00:00:00.1");
        if (EmbeddedFolder is { } folder) faults.AddRange(EmbeddedFaults(folder));
        else if (CaFile is not null) faults.AddRange(CaFaults(CaFile));
        return faults;
    }

    /// <summary>Some of them, without secrets; an option that is added later is not shown before somebody has decided so.</summary>
    public override string ToString() =>
        $"RedisOptions {{ Configuration = {SecretMask.Connection(Configuration)}, Password = {(Password is null ? "none" : SecretMask.Shown)}, "
        + $"KeyPrefix = {KeyPrefix}, Timeout = {Timeout} }}";

    private IEnumerable<string> EmbeddedFaults(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder)) yield return $"Redis:Configuration is '{Configuration}' and names no folder; write 'embedded' (folder '{DefaultFolder}') or e.g. 'embedded:/var/lib/riskengine'";
        if (Password is not null || CaFile is not null) yield return "Redis:Password and Redis:CaFile have no meaning for the embedded store, which nobody else can reach; remove them";
    }

    private IEnumerable<string> CaFaults(string file)
    {
        if (!Configuration.Replace(" ", "").Contains("ssl=true", StringComparison.OrdinalIgnoreCase)) yield return "Redis:CaFile is set, but Redis:Configuration does not say ssl=true";
        string? fault = null;
        try
        {
            if (ServerCertificates.Read(file).Count == 0) fault = "it holds no certificate";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            fault = unreadable.Message;
        }

        if (fault is not null) yield return $"Redis:CaFile '{file}' cannot be used: {fault}; name a file with certificates in PEM format";
    }
}
