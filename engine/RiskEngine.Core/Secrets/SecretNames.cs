using System.Text.RegularExpressions;

namespace RiskEngine.Core.Secrets;

/// <summary>The one list of what is secret: options, properties of the Kafka client, words of connection strings, and the flags that carry them.</summary>
/// <remarks>
/// Whatever is stored or shown goes through <see cref="SecretMask"/> or <see cref="KnownSecrets"/>, and both ask this list. A name that is not on it but sounds like a
/// secret (<see cref="Smells"/>) counts as one, so that a new option or a property of a newer client is masked before anybody has thought of it.
/// </remarks>
public static partial class SecretNames
{
    private const string Root = "RiskEngine:";

    /// <summary>Options whose whole value is secret.</summary>
    public static IReadOnlyList<string> Options { get; } = ["Http:Token", "Privacy:PseudonymKey", "Redis:KeyPassword", "Redis:Password"];

    /// <summary>Options that name servers, in whose value a secret may stand: a word of <see cref="ConnectionWords"/>, or user and password before an <c>@</c>.</summary>
    public static IReadOnlyList<string> Connections { get; } = ["Http:Url", "Kafka:BootstrapServers", "Redis:Configuration"];

    /// <summary>Sections of options that hold properties of the Kafka client (librdkafka).</summary>
    public static IReadOnlyList<string> PropertySections { get; } = ["Kafka:Properties", "Kafka:Consumer", "Kafka:Producer"];

    /// <summary>Properties of the Kafka client whose whole value is secret.</summary>
    public static IReadOnlyList<string> Properties { get; } =
    [
        "sasl.jaas.config", // of the Java client; refused here, but people give it
        "sasl.kerberos.kinit.cmd",
        "sasl.oauthbearer.assertion.private.key.passphrase",
        "sasl.oauthbearer.assertion.private.key.pem",
        "sasl.oauthbearer.client.credentials.client.secret",
        "sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.config",
        "sasl.password",
        "ssl.key.password",
        "ssl.key.pem",
        "ssl.keystore.password",
    ];

    /// <summary>Words of a connection string of Redis whose value is secret.</summary>
    public static IReadOnlyList<string> ConnectionWords { get; } = ["password", "sentinelPassword"];

    /// <summary>Flags of the commands whose value is that of an option in <see cref="Connections"/>.</summary>
    public static IReadOnlyDictionary<string, string> Flags { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["--http"] = "Http:Url",
        ["--kafka"] = "Kafka:BootstrapServers",
        ["--redis"] = "Redis:Configuration",
    };

    /// <summary>Names that sound like a secret and are none, each with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Harmless { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Privacy:PseudonymKeyId"] = "the name of the key, which every pseudonym shows",
        ["Redis:KeyFile"] = "the path of a file",
        ["Redis:KeyPrefix"] = "the first part of the names of keys in Redis",
        ["key"] = "a source, site or area, of which a command shows the state",
        ["key-prefix"] = "the flag of Redis:KeyPrefix",
        ["https.ca.pem"] = "certificates, which are public",
        ["ssl.ca.pem"] = "certificates, which are public",
        ["ssl.certificate.pem"] = "a certificate, which is public",
        ["sasl.kerberos.keytab"] = "the path of a file",
        ["sasl.oauthbearer.assertion.private.key.file"] = "the path of a file",
        ["sasl.oauthbearer.token.endpoint.url"] = "an address; what is secret in it has the shape of one",
        ["ssl.key.location"] = "the path of a file",
    };

    /// <summary>What a Redis connection string may say (StackExchange.Redis 3): where one of these follows a comma, a password before it has ended.</summary>
    public static IReadOnlySet<string> ConnectionKeywords { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "abortConnect", "allowAdmin", "asyncTimeout", "channelPrefix", "checkCertificateRevocation", "configChannel", "configCheckSeconds", "connectRetry", "connectTimeout",
        "defaultDatabase", "defaults", "highIntegrity", "highPriorityThreads", "keepAlive", "maintMovingEndpointType", "maintNotifications", "maintPostEventRelaxed",
        "maintRelaxedTimeout", "maintRelaxedWindowMax", "name", "password", "preserveAsyncOrder", "protocol", "proxy", "resolveDns", "responseTimeout", "sentinelPassword",
        "sentinelUser", "serviceName", "setlib", "sharedSubscriptionConnection", "ssl", "sslHost", "sslProtocols", "syncTimeout", "tcpKeepAlive", "tiebreaker",
        "topologyRefreshSeconds", "tunnel", "user", "version", "writeBuffer",
    };

    /// <summary>Whether the value of an option, property, flag, variable or word is secret as a whole.</summary>
    /// <param name="name">Its name in any of the forms in which it is given: <c>RiskEngine:Redis:Password</c>, <c>Redis:Password</c>, <c>RISKENGINE__REDIS__PASSWORD</c>,
    /// <c>sasl.password</c>, <c>RiskEngine:Kafka:Properties:SASL:PASSWORD</c>, <c>--token</c>.</param>
    public static bool IsSecret(string name)
    {
        var plain = PlainOf(name);
        return Options.Contains(plain, StringComparer.OrdinalIgnoreCase) || Properties.Contains(plain, StringComparer.OrdinalIgnoreCase)
            || SinkAddress().IsMatch(plain) || SinkHeader().IsMatch(plain) || (Smells(plain) && !Harmless.ContainsKey(plain));
    }

    /// <summary>Whether an option names servers, with a value in which a secret may stand.</summary>
    public static bool IsConnection(string name) => Connections.Contains(PlainOf(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name sounds like a secret: of a password, a key, a token.</summary>
    public static bool Smells(string name) => SecretSounding().IsMatch(name);

    /// <summary>Whether an option is the address of a sink's receiver, whose path and query often carry a secret.</summary>
    public static bool IsSinkAddress(string name) => SinkAddress().IsMatch(PlainOf(name));

    /// <summary>A name as the lists above have it: below <c>RiskEngine</c>, parts joined by colons, properties of the Kafka client by dots.</summary>
    private static string PlainOf(string name)
    {
        var plain = name.TrimStart('-').Replace("__", ":", StringComparison.Ordinal);
        if (plain.StartsWith(Root, StringComparison.OrdinalIgnoreCase)) plain = plain[Root.Length..];
        foreach (var section in PropertySections)
        {
            if (plain.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)) return plain[(section.Length + 1)..].Replace(':', '.').ToLowerInvariant();
        }

        return plain;
    }

    [GeneratedRegex(@"\ASinks:[^:]+:Url\z", RegexOptions.IgnoreCase)]
    private static partial Regex SinkAddress();

    [GeneratedRegex(@"\ASinks:[^:]+:Headers:", RegexOptions.IgnoreCase)]
    private static partial Regex SinkHeader();

    [GeneratedRegex(@"passw|passphrase|(?<![a-z])(pwd|pass)(?![a-z])|secret|token|key(?!s)|jaas|kinit|(?<![a-z])pem(?![a-z])|oauthbearer\.config", RegexOptions.IgnoreCase)]
    private static partial Regex SecretSounding();
}
