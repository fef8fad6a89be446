using System.Text.Json;
using RiskEngine.Core.Secrets;
using RiskEngine.Host.Tests.Integration;

namespace RiskEngine.Host.Tests.Secrets;

/// <summary>Everything that ends a command early with a message: options, flags, files and servers that are wrong, with a secret in each.</summary>
internal sealed class BrokenStarts(PlantedSecrets planted, string kafka, string redis)
{
    // Port 1 is reserved and nothing listens there.
    private const string Nowhere = "127.0.0.1:1";
    private const int Aborted = 134;

    /// <summary>All cases; those that wait for a broker first, so that the others pass meanwhile.</summary>
    public IReadOnlyList<BrokenStart> All =>
    [
        .. Kafka(), .. Redis(), .. Options(), .. Words(), .. Files(),
        new BrokenStart("unhandled exception", Aborted, "Unhandled exception", Run("--kafka", kafka))
        {
            Files = new Dictionary<string, string>
            {
                ["appsettings.json"] = JsonSerializer.Serialize(new { RiskEngine = new { Http = new { Token = planted.Of("Http:Token") } }, Logging = new { LogLevel = new { Default = planted.Of("Http:Token") } } }),
            },
        },
    ];

    private IEnumerable<BrokenStart> Options()
    {
        yield return Options("pseudonym key that is too short", "bytes", ("Privacy:PseudonymKey", planted.ShortOf("Privacy:PseudonymKey")));
        yield return Options("pseudonym key given as its id", "PseudonymKeyId", ("Privacy:PseudonymKey", planted.Of("Privacy:PseudonymKey")), ("Privacy:PseudonymKeyId", planted.Of("Privacy:PseudonymKey")));
        yield return Options("token with a blank", "Http:Token", ("Http:Token", planted.Of("Http:Token") + " "));
        yield return Options("address with a password", "Http:Url", ("Http:Url", $"http://alice:{planted.Of("Http:Url")}@127.0.0.1:0"));
        yield return Options("unknown option", "is unknown", ("Redis:Pasword", planted.Of("Redis:Password")));
        yield return Options("unknown property", "sasl.pasword", ("Kafka:Properties:sasl.pasword", planted.Of("sasl.password")));
        yield return Options("configuration of the Java client", "JAAS", ("Kafka:Properties:sasl.jaas.config", $"x.ScramLoginModule required username=\"alice\" password=\"{planted.Of("sasl.jaas.config")}\";"));
        yield return Options("private key that is none", "ssl.key.pem", ("Kafka:Properties:security.protocol", "ssl"), ("Kafka:Properties:ssl.key.pem", planted.Of("ssl.key.pem")), ("Kafka:Properties:ssl.key.password", planted.Of("ssl.key.password")));
        yield return Options("key store that is not there", "ssl.keystore.location", ("Kafka:Properties:security.protocol", "ssl"), ("Kafka:Properties:ssl.keystore.location", "/nowhere"), ("Kafka:Properties:ssl.keystore.password", planted.Of("ssl.keystore.password")));
        yield return Options("Kerberos that is not built in", "GSSAPI", ("Kafka:Properties:security.protocol", "sasl_plaintext"), ("Kafka:Properties:sasl.mechanism", "GSSAPI"), ("Kafka:Properties:sasl.kerberos.kinit.cmd", $"echo {planted.Of("sasl.kerberos.kinit.cmd")}"));
    }

    private IEnumerable<BrokenStart> Redis()
    {
        var servers = new Dictionary<string, string>
        {
            ["wrong password in the connection string"] = $"{redis},password={planted.Of("Redis:Configuration")}",
            ["password with a comma in the connection string"] = $"{redis},password=open,{planted.Of("Redis:Configuration")}=x",
            ["unknown word in the connection string"] = $"{redis},password={planted.Of("password")},tsl=true",
            ["password of sentinels"] = $"{Nowhere},sentinelPassword={planted.Of("sentinelPassword")},connectTimeout=x",
            ["address as of other clients"] = $"redis://alice:{planted.Of("Redis:Configuration")}@{Nowhere}",
        };
        foreach (var (name, configuration) in servers)
        {
            yield return new BrokenStart(name, ExitCode.DependencyUnreachable, "Redis", Run("--kafka", kafka, "--redis", configuration));
            yield return new BrokenStart($"{name}, to look at state", ExitCode.DependencyUnreachable, "Redis", "state", "show", $"--redis={configuration}");
        }

        yield return new BrokenStart("wrong password", ExitCode.DependencyUnreachable, "Redis", Run("--kafka", kafka, "--redis", redis))
        {
            Variables = Variables(("Redis:Password", planted.Of("Redis:Password"))),
        };
    }

    private IEnumerable<BrokenStart> Kafka()
    {
        yield return Unreachable("all properties of SASL", ("security.protocol", "sasl_ssl"), ("sasl.mechanism", "PLAIN"), ("sasl.username", "alice"), ("sasl.password", planted.Of("sasl.password")));
        yield return Unreachable(
            "OAUTHBEARER settings that are wrong", ("security.protocol", "sasl_plaintext"), ("sasl.mechanism", "OAUTHBEARER"), ("enable.sasl.oauthbearer.unsecure.jwt", "true"),
            ("sasl.oauthbearer.config", $"principal=alice {planted.Of("sasl.oauthbearer.config")}={planted.Of("sasl.oauthbearer.config")}"));
        yield return Unreachable(
            "OIDC that is not there", ("security.protocol", "sasl_plaintext"), ("sasl.mechanism", "OAUTHBEARER"), ("sasl.oauthbearer.method", "oidc"), ("sasl.oauthbearer.client.id", "alice"),
            ("sasl.oauthbearer.client.secret", planted.Of("sasl.oauthbearer.client.secret")), ("sasl.oauthbearer.client.credentials.client.secret", planted.Of("sasl.oauthbearer.client.credentials.client.secret")),
            ("sasl.oauthbearer.token.endpoint.url", $"http://alice:{planted.Of("the address of OIDC")}@{Nowhere}/token?client_secret={planted.Of("the query of OIDC")}"));
        yield return Unreachable(
            "assertion with a key that is none", ("security.protocol", "sasl_plaintext"), ("sasl.mechanism", "OAUTHBEARER"), ("sasl.oauthbearer.method", "oidc"), ("sasl.oauthbearer.token.endpoint.url", $"http://{Nowhere}/token"),
            ("sasl.oauthbearer.grant.type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("sasl.oauthbearer.assertion.private.key.pem", planted.Of("sasl.oauthbearer.assertion.private.key.pem")),
            ("sasl.oauthbearer.assertion.private.key.passphrase", planted.Of("sasl.oauthbearer.assertion.private.key.passphrase")));
        var brokers = $"alice:{planted.Of("Kafka:BootstrapServers")}@{Nowhere}";
        yield return new BrokenStart("brokers with a password", ExitCode.DependencyUnreachable, "cannot be reached", Run("--kafka", brokers));
        yield return new BrokenStart("brokers with a password, to replay", ExitCode.DependencyUnreachable, "cannot be reached", "replay", "events.jsonl", "--kafka", brokers) { Files = new Dictionary<string, string> { ["events.jsonl"] = "" } };
        yield return new BrokenStart("brokers with a password, to learn from", ExitCode.DependencyUnreachable, "cannot be read", "models", "fit", "--rules", GoldenRun.RulesFolder, "--kafka", brokers, "--out", "start.json");
    }

    private IEnumerable<BrokenStart> Words()
    {
        yield return new BrokenStart("unknown flag and its value", ExitCode.BadUsage, "--redis-password", Run("--redis-password", planted.Of("Redis:Password")));
        yield return new BrokenStart("unknown flag with its value", ExitCode.BadUsage, "--token", Run($"--token={planted.Of("Http:Token")}"));
        yield return new BrokenStart("flags in a file", ExitCode.BadUsage, "--passwort", "run", "@flags.txt")
        {
            Files = new Dictionary<string, string> { ["flags.txt"] = $"--redis\n{redis},password={planted.Of("Redis:Configuration")}\n--passwort\n{planted.Of("Redis:Password")}\n" },
        };
    }

    private IEnumerable<BrokenStart> Files()
    {
        // A word that starts like 'true' is repeated by the reader of JSON.
        foreach (var (name, value) in new[] { ("password without quotes in the file", $"t{planted.Of("Redis:Password")}"), ("password without its end in the file", $"\"{planted.Of("Redis:Password")}") })
        {
            yield return new BrokenStart(name, ExitCode.BadUsage, "appsettings.json:2:", Run("--kafka", Nowhere))
            {
                Files = new Dictionary<string, string> { ["appsettings.json"] = $"{{\"RiskEngine\": {{\"Redis\": {{\n\"Password\": {value}}}}}}}" },
            };
        }
    }

    private BrokenStart Options(string name, string says, params (string Option, string Value)[] options) =>
        new(name, ExitCode.BadUsage, says, Run("--kafka", kafka)) { Variables = Variables(options) };

    private static BrokenStart Unreachable(string name, params (string Property, string Value)[] properties) =>
        new(name, ExitCode.DependencyUnreachable, "cannot be reached", Run("--kafka", Nowhere))
        {
            Variables = Variables([("Kafka:Properties:debug", "conf,security,broker,feature"), .. properties.Select(property => ($"{SecretNames.PropertySections[0]}:{property.Property}", property.Value))]),
            Files = new Dictionary<string, string> { ["appsettings.json"] = """{"Logging": {"LogLevel": {"Default": "Debug"}}}""" },
        };

    private static string[] Run(params string[] flags) => ["run", "--rules", GoldenRun.RulesFolder, .. flags];

    private static Dictionary<string, string> Variables(params (string Option, string Value)[] options) =>
        options.ToDictionary(pair => PlantedSecrets.VariableOf(pair.Option), pair => pair.Value);
}
