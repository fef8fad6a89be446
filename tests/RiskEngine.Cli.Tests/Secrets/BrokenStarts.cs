using System.Text.Json;
using RiskEngine.Cli.Tests.Integration;
using RiskEngine.Service.Tests.Secrets;

namespace RiskEngine.Cli.Tests.Secrets;

/// <summary>Everything that ends a command early with a message: options, flags, files and servers that are wrong, with a secret in each.</summary>
internal sealed class BrokenStarts(PlantedSecrets planted, string kafka, string redis)
{
    // Port 1 is reserved and nothing listens there.
    private const string Nowhere = "127.0.0.1:1";
    private const int Aborted = 134;

    /// <summary>All cases; those that wait for a broker first, so that the others pass meanwhile.</summary>
    public IReadOnlyList<BrokenStart> All => [.. Brokers(), .. UnreachableKafka(), .. Redis(), .. Options(), .. ClientOptions(), .. Words(), .. Files()];

    private IEnumerable<BrokenStart> Brokers()
    {
        var brokers = $"alice:{Secret("Kafka:BootstrapServers")}@{Nowhere}";
        yield return new BrokenStart("brokers with a password", ExitCode.DependencyUnreachable, "cannot be reached", Run("--kafka", brokers));
        yield return new BrokenStart("brokers with a password, to replay", ExitCode.DependencyUnreachable, "cannot be reached", "replay", "events.jsonl", "--kafka", brokers)
        {
            Files = File("events.jsonl", ""),
        };
        string[] fit = ["models", "fit", "--rules", GoldenRun.RulesFolder, "--kafka", brokers, "--out", "start.json"];
        yield return new BrokenStart("brokers with a password, to learn from", ExitCode.DependencyUnreachable, "cannot be read", fit);
    }

    private IEnumerable<BrokenStart> UnreachableKafka()
    {
        yield return Unreachable(
            "password of SASL",
            ("security.protocol", "sasl_ssl"),
            ("sasl.mechanism", "PLAIN"),
            ("sasl.username", "alice"),
            ("sasl.password", Secret("sasl.password")));
        yield return Unreachable(
            "OAUTHBEARER settings that are wrong",
            ("security.protocol", "sasl_plaintext"),
            ("sasl.mechanism", "OAUTHBEARER"),
            ("enable.sasl.oauthbearer.unsecure.jwt", "true"),
            ("sasl.oauthbearer.config", $"principal=alice {Secret("sasl.oauthbearer.config")}={Secret("sasl.oauthbearer.config")}"));
        yield return Unreachable(
            "OIDC that is not there",
            ("security.protocol", "sasl_plaintext"),
            ("sasl.mechanism", "OAUTHBEARER"),
            ("sasl.oauthbearer.method", "oidc"),
            ("sasl.oauthbearer.client.id", "alice"),
            ("sasl.oauthbearer.client.secret", Secret("sasl.oauthbearer.client.secret")),
            ("sasl.oauthbearer.client.credentials.client.secret", Secret("sasl.oauthbearer.client.credentials.client.secret")),
            ("sasl.oauthbearer.token.endpoint.url", $"http://alice:{Secret("the address of OIDC")}@{Nowhere}/token?client_secret={Secret("the query of OIDC")}"));
        yield return Unreachable(
            "assertion with a key that is none",
            ("security.protocol", "sasl_plaintext"),
            ("sasl.mechanism", "OAUTHBEARER"),
            ("sasl.oauthbearer.method", "oidc"),
            ("sasl.oauthbearer.token.endpoint.url", $"http://{Nowhere}/token"),
            ("sasl.oauthbearer.grant.type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("sasl.oauthbearer.assertion.private.key.pem", Secret("sasl.oauthbearer.assertion.private.key.pem")),
            ("sasl.oauthbearer.assertion.private.key.passphrase", Secret("sasl.oauthbearer.assertion.private.key.passphrase")));
    }

    private IEnumerable<BrokenStart> Redis()
    {
        var servers = new Dictionary<string, (string Configuration, int Code)>
        {
            ["wrong password in the connection string"] = ($"{redis},password={Secret("Redis:Configuration")}", ExitCode.DependencyUnreachable),
            ["password with a comma in the connection string"] = ($"{redis},password=open,{Secret("Redis:Configuration")}=x", ExitCode.BadUsage),
            ["unknown word in the connection string"] = ($"{redis},password={Secret("password")},tsl=true", ExitCode.BadUsage),
            ["password of sentinels"] = ($"{Nowhere},sentinelPassword={Secret("sentinelPassword")},connectTimeout=x", ExitCode.BadUsage),
            ["address as of other clients"] = ($"redis://alice:{Secret("Redis:Configuration")}@{Nowhere}", ExitCode.BadUsage),
        };
        foreach (var (name, (configuration, code)) in servers)
        {
            yield return new BrokenStart(name, code, "Redis", Run("--kafka", kafka, "--redis", configuration));
            yield return new BrokenStart($"{name}, to look at state", code, "Redis", "state", "show", $"--redis={configuration}");
        }

        yield return new BrokenStart("wrong password", ExitCode.DependencyUnreachable, "Redis", Run("--kafka", kafka, "--redis", redis))
        {
            Variables = Variables(("Redis:Password", Secret("Redis:Password"))),
        };
    }

    private IEnumerable<BrokenStart> Options()
    {
        yield return Refused("pseudonym key that is too short", "bytes", ("Privacy:PseudonymKey", planted.ShortOf("Privacy:PseudonymKey")));
        yield return Refused(
            "pseudonym key given as its id", "PseudonymKeyId", ("Privacy:PseudonymKey", "a key that is long enough"), ("Privacy:PseudonymKeyId", Secret("Privacy:PseudonymKey")));
        yield return Refused("token with a blank", "Http:Token", ("Http:Token", Secret("Http:Token") + " "));
        yield return Refused("address with a password", "Http:Url", ("Http:Url", $"http://alice:{Secret("Http:Url")}@127.0.0.1:0"));
        yield return Refused(
            "certificate that is not there",
            "Redis:CertificateFile",
            ("Redis:Configuration", $"{Nowhere},ssl=true"),
            ("Redis:CertificateFile", "/nowhere/engine.pem"),
            ("Redis:KeyPassword", Secret("Redis:KeyPassword")));
        yield return Refused("unknown option", "is unknown", ("Redis:Pasword", Secret("Redis:Password")));
    }

    private IEnumerable<BrokenStart> ClientOptions()
    {
        const string Properties = "Kafka:Properties:";
        yield return Refused("unknown property", "sasl.pasword", ($"{Properties}sasl.pasword", Secret("sasl.password")));
        var java = $"x.ScramLoginModule required username=\"alice\" password=\"{Secret("sasl.jaas.config")}\";";
        yield return Refused("configuration of the Java client", "JAAS", ($"{Properties}sasl.jaas.config", java));
        yield return Refused(
            "private key that is none",
            "ssl.key.pem",
            ($"{Properties}security.protocol", "ssl"),
            ($"{Properties}ssl.key.pem", Secret("ssl.key.pem")),
            ($"{Properties}ssl.key.password", Secret("ssl.key.password")));
        yield return Refused(
            "key store that is not there",
            "ssl.keystore.location",
            ($"{Properties}security.protocol", "ssl"),
            ($"{Properties}ssl.keystore.location", "/nowhere"),
            ($"{Properties}ssl.keystore.password", Secret("ssl.keystore.password")));
        yield return Refused(
            "Kerberos that is not built in",
            "GSSAPI",
            ($"{Properties}security.protocol", "sasl_plaintext"),
            ($"{Properties}sasl.mechanism", "GSSAPI"),
            ($"{Properties}sasl.kerberos.kinit.cmd", $"echo {Secret("sasl.kerberos.kinit.cmd")}"));
    }

    private IEnumerable<BrokenStart> Words()
    {
        yield return new BrokenStart("unknown flag and its value", ExitCode.BadUsage, "--redis-password", Run("--redis-password", Secret("Redis:Password")));
        yield return new BrokenStart("unknown flag with its value", ExitCode.BadUsage, "--token", Run($"--token={Secret("Http:Token")}"));
        yield return new BrokenStart("flags in a file", ExitCode.BadUsage, "--passwort", "run", "@flags.txt")
        {
            Files = File("flags.txt", $"--redis\n{redis},password={Secret("Redis:Configuration")}\n--passwort\n{Secret("Redis:Password")}\n"),
        };
    }

    private IEnumerable<BrokenStart> Files()
    {
        // A word that starts like 'true' is repeated by the reader of JSON.
        var values = new Dictionary<string, string>
        {
            ["password without quotes in the file"] = $"t{Secret("Redis:Password")}",
            ["password without its end in the file"] = $"\"{Secret("Redis:Password")}",
        };
        foreach (var (name, value) in values)
        {
            yield return new BrokenStart(name, ExitCode.BadUsage, "appsettings.json:2:", Run("--kafka", Nowhere))
            {
                Files = File("appsettings.json", $"{{\"RiskEngine\": {{\"Redis\": {{\n\"Password\": {value}}}}}}}"),
            };
        }

        var logging = new { LogLevel = new { Default = Secret("Http:Token") } };
        yield return new BrokenStart("unhandled exception", Aborted, "Unhandled exception", Run("--kafka", kafka))
        {
            Files = File("appsettings.json", JsonSerializer.Serialize(new { RiskEngine = new { Http = new { Token = Secret("Http:Token") } }, Logging = logging })),
        };
    }

    private BrokenStart Refused(string name, string says, params (string Option, string Value)[] options) =>
        new(name, ExitCode.BadUsage, says, Run("--kafka", kafka)) { Variables = Variables(options) };

    private static BrokenStart Unreachable(string name, params (string Property, string Value)[] properties) =>
        new(name, ExitCode.DependencyUnreachable, "cannot be reached", Run("--kafka", Nowhere))
        {
            Variables = Variables([.. properties.Append(("debug", "conf,security,broker,feature")).Select(pair => ($"Kafka:Properties:{pair.Item1}", pair.Item2))]),
            Files = File("appsettings.json", """{"Logging": {"LogLevel": {"Default": "Debug"}}}"""),
        };

    private string Secret(string name) => planted.Of(name);

    private static string[] Run(params string[] flags) => ["run", "--rules", GoldenRun.RulesFolder, .. flags];

    private static Dictionary<string, string> Variables(params (string Option, string Value)[] options) =>
        options.ToDictionary(pair => PlantedSecrets.VariableOf(pair.Option), pair => pair.Value);

    private static Dictionary<string, string> File(string name, string text) => new() { [name] = text };
}
