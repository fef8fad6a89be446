using System.Text;
using Microsoft.Extensions.Configuration;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Secrets;
using RiskEngine.Host.Stopping;
using RiskEngine.Kafka;
using RiskEngine.Redis;

namespace RiskEngine.Host.Options;

/// <summary>Everything that the service is configured by: <c>appsettings.json</c>, then <c>RISKENGINE__…</c> variables, then flags. Immutable.</summary>
public sealed record EngineOptions
{
    /// <summary>The configuration of Redis that keeps checkpoints in memory.</summary>
    internal const string InMemory = "memory";

    /// <summary>Kafka.</summary>
    public required KafkaOptions Kafka { get; init; }

    /// <summary>Redis, or a store inside this process; null keeps checkpoints in memory.</summary>
    public RedisOptions? Redis { get; init; }

    /// <summary>Folder of the rules.</summary>
    public required string RulesPath { get; init; }

    /// <summary>Names of the levels of a site path, outermost first.</summary>
    public required IReadOnlyList<string> AreaLevels { get; init; }

    /// <summary>Folder with models of the site's own; null for the shipped ones only.</summary>
    public string? ModelCatalog { get; init; }

    /// <summary>File of the days that seasonal profiles forecast as Sundays; null for none.</summary>
    public string? ModelHolidays { get; init; }

    /// <summary>Start file that series without a state of their own start from; null lets them start knowing nothing.</summary>
    public string? ModelStart { get; init; }

    /// <summary>How far behind the newest event an event may be.</summary>
    public required TimeSpan AllowedLateness { get; init; }

    /// <summary>Silence after which a partition's clock ticks by itself.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Most sources one task follows.</summary>
    public required int MaxSources { get; init; }

    /// <summary>Silence, in event time, after which all state of a key is forgotten.</summary>
    public required TimeSpan ForgetSilentAfter { get; init; }

    /// <summary>Limits of the decoder.</summary>
    public required EventDecoderOptions Decoding { get; init; }

    /// <summary>Secret that pseudonyms are made with; null generates one for this run, with a warning.</summary>
    public byte[]? PseudonymKey { get; init; }

    /// <summary>Name of that key, shown in pseudonyms.</summary>
    public required string PseudonymKeyId { get; init; }

    /// <summary>Time between checkpoints.</summary>
    public required TimeSpan CheckpointInterval { get; init; }

    /// <summary>
    /// Bytes of checkpoints that all tasks together write per second; where their state is larger, they take them less often than
    /// <see cref="CheckpointInterval"/> says.
    /// </summary>
    public required int CheckpointBytesPerSecond { get; init; }

    /// <summary>How long a task reads on while its checkpoint cannot be stored.</summary>
    public required TimeSpan MaxUnsaved { get; init; }

    /// <summary>How much event time is replayed at the most where state is lost; zero replays nothing.</summary>
    public required TimeSpan RebuildAtMost { get; init; }

    /// <summary>Where health and metrics are served, e.g. <c>http://127.0.0.1:8080</c>.</summary>
    public required string HttpUrl { get; init; }

    /// <summary>Secret that a request which changes something must carry; null allows such requests from this machine only.</summary>
    public string? HttpToken { get; init; }

    /// <summary>How long a stop may take, whatever Kafka and Redis do.</summary>
    public required TimeSpan StopWithin { get; init; }

    /// <summary>The secrets among these options, for whoever writes or shows a text.</summary>
    public KnownSecrets Secrets { get; private init; } = KnownSecrets.None;

    /// <summary>Reads and checks all options.</summary>
    /// <exception cref="OptionsException">With every fault at once.</exception>
    public static EngineOptions Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var root = new OptionsReader(configuration.GetSection("RiskEngine"), faults);
        var kafka = ReadKafka(root.Section("Kafka"));
        var redisSection = root.Section("Redis");
        var redis = ReadRedis(redisSection);
        var events = root.Section("Events");
        var privacy = root.Section("Privacy");
        var checkpoints = root.Section("Checkpoints");
        var rules = root.Section("Rules");
        var models = root.Section("Models");
        var http = root.Section("Http");
        var stop = root.Section("Stop");
        var options = new EngineOptions
        {
            Secrets = KnownSecrets.Of(configuration.AsEnumerable()),
            Kafka = kafka,
            Redis = redis.Configuration == InMemory ? null : redis,
            RulesPath = rules.Text("Path", "rules/packs"),
            AreaLevels = rules.List("AreaLevels", ["district", "community", "grid", "building"]),
            ModelCatalog = models.OptionalText("Catalog"),
            ModelHolidays = models.OptionalText("Holidays"),
            ModelStart = models.OptionalText("Start"),
            AllowedLateness = events.Span("AllowedLateness", TimeSpan.FromSeconds(2)),
            IdleAfter = events.Span("IdleAfter", TimeSpan.FromSeconds(5)),
            MaxSources = events.Number("MaxSourcesPerTask", 2_000_000),
            ForgetSilentAfter = events.Span("ForgetSilentAfter", KeyExpiry.Default.After),
            Decoding = ReadDecoding(events, privacy),
            PseudonymKey = privacy.OptionalText("PseudonymKey") is { } key ? Encoding.UTF8.GetBytes(key) : null,
            PseudonymKeyId = privacy.Text("PseudonymKeyId", "1"),
            CheckpointInterval = checkpoints.Span("Interval", TimeSpan.FromSeconds(1)),
            CheckpointBytesPerSecond = checkpoints.Number("BytesPerSecond", 16 * 1024 * 1024),
            MaxUnsaved = checkpoints.Span("MaxUnsaved", TimeSpan.FromMinutes(1)),
            RebuildAtMost = checkpoints.Span("RebuildAtMost", TimeSpan.FromDays(7)),
            HttpUrl = http.Text("Url", "http://127.0.0.1:8080"),
            HttpToken = http.OptionalText("Token"),
            StopWithin = stop.Span("Within", StopDeadline.Default),
        };
        foreach (var section in new[] { root, redisSection, events, privacy, checkpoints, rules, models, http, stop }) section.ReportUnknown();
        faults.AddRange(options.Faults());
        return faults.Count == 0 ? options : throw new OptionsException([.. faults.Select(options.Secrets.Mask)]);
    }

    private IEnumerable<string> Faults()
    {
        foreach (var fault in Kafka.Validate()) yield return $"RiskEngine:{fault}";
        foreach (var fault in Redis?.Validate() ?? []) yield return $"RiskEngine:{fault}";
        foreach (var fault in Decoding.Validate()) yield return $"RiskEngine:Events: {fault}";
        if (AllowedLateness < TimeSpan.Zero || AllowedLateness > TimeSpan.FromDays(1)) yield return "RiskEngine:Events:AllowedLateness must be 0s to 1d";
        if (IdleAfter < TimeSpan.FromMilliseconds(100)) yield return "RiskEngine:Events:IdleAfter must be at least 100ms";
        if (MaxSources < 1) yield return "RiskEngine:Events:MaxSourcesPerTask must be at least 1";
        if (ForgetSilentAfter < TimeSpan.FromMinutes(5)) yield return "RiskEngine:Events:ForgetSilentAfter must be at least 5m";
        foreach (var fault in PseudonymKey is null ? [] : PseudonymKeys.Validate(PseudonymKeyId, PseudonymKey, []))
        {
            yield return $"RiskEngine:Privacy:PseudonymKey, PseudonymKeyId: {fault}";
        }

        if (CheckpointInterval < TimeSpan.FromMilliseconds(50)) yield return "RiskEngine:Checkpoints:Interval must be at least 50ms";
        if (CheckpointBytesPerSecond < 65_536) yield return "RiskEngine:Checkpoints:BytesPerSecond must be at least 65536";
        if (MaxUnsaved < CheckpointInterval) yield return "RiskEngine:Checkpoints:MaxUnsaved must be at least Checkpoints:Interval";
        if (RebuildAtMost < TimeSpan.Zero) yield return "RiskEngine:Checkpoints:RebuildAtMost must not be negative; 0s replays nothing";
        if (StopWithin < TimeSpan.FromSeconds(2) || StopWithin > TimeSpan.FromHours(1)) yield return "RiskEngine:Stop:Within must be 2s to 1h";
        if (AreaLevels.Count == 0) yield return "RiskEngine:Rules:AreaLevels names no level";
        if (!IsPlainHttp(HttpUrl))
        {
            yield return $"RiskEngine:Http:Url is '{SecretMask.Connection(HttpUrl)}'; write e.g. http://127.0.0.1:8080 (port 0 takes a free one), and nothing more";
        }

        if (HttpToken is not null && FaultOfToken(HttpToken) is { } weak) yield return $"RiskEngine:Http:Token {weak}";
    }

    /// <summary>What is wrong with a token; null where nothing is.</summary>
    private static string? FaultOfToken(string token)
    {
        if (token.Length < 16) return "is shorter than 16 characters; take e.g. the output of: openssl rand -hex 32";
        return token.All(character => character is > ' ' and <= '~') ? null : "has a character that no HTTP header carries; take letters and digits";
    }

    /// <summary>Whether an address is scheme, host and port: with a user or a query in it the server would listen on all addresses of the machine.</summary>
    private static bool IsPlainHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
        && url.UserInfo.Length == 0 && url.PathAndQuery == "/" && url.Fragment.Length == 0;

    /// <summary>Some of them, without secrets; an option that is added later is not shown before somebody has decided so.</summary>
    public override string ToString() =>
        $"EngineOptions {{ Kafka = {Kafka}, Redis = {Redis}, RulesPath = {RulesPath}, HttpUrl = {SecretMask.Connection(HttpUrl)} }}";

    private static KafkaOptions ReadKafka(OptionsReader reader)
    {
        var prefix = reader.Text("TopicPrefix", "");
        var options = new KafkaOptions
        {
            BootstrapServers = reader.Text("BootstrapServers", ""),
            GroupId = reader.Text("GroupId", "riskengine"),
            Delivery = reader.Choice("Delivery", DeliveryMode.AtLeastOnce),
            Properties = reader.Map("Properties"),
            Consumer = reader.Map("Consumer"),
            Producer = reader.Map("Producer"),
            QueuedBatches = reader.Number("QueuedBatches", 8),
            BatchRecords = reader.Number("BatchRecords", 2_000),
            BatchConsume = reader.Flag("BatchConsume", true),
            RevokeTimeout = reader.Span("RevokeTimeout", TimeSpan.FromSeconds(10)),
            Topics = new TopicNames().WithPrefix(prefix),
        };
        reader.ReportUnknown();
        return options;
    }

    /// <summary>Reads the section of Redis; a configuration of <see cref="InMemory"/> is none.</summary>
    internal static RedisOptions ReadRedis(OptionsReader reader) => new()
    {
        Configuration = reader.Text("Configuration", "localhost:6379"),
        User = reader.OptionalText("User"),
        Password = reader.OptionalText("Password"),
        CaFile = reader.OptionalText("CaFile"),
        CertificateFile = reader.OptionalText("CertificateFile"),
        KeyFile = reader.OptionalText("KeyFile"),
        KeyPassword = reader.OptionalText("KeyPassword"),
        KeyPrefix = reader.Text("KeyPrefix", "riskengine"),
        Timeout = reader.Span("Timeout", TimeSpan.FromSeconds(5)),
    };

    private static EventDecoderOptions ReadDecoding(OptionsReader events, OptionsReader privacy)
    {
        var defaults = new EventDecoderOptions();
        return defaults with
        {
            MaxRecordBytes = events.Number("MaxRecordBytes", defaults.MaxRecordBytes),
            MaxLineBytes = events.Number("MaxLineBytes", defaults.MaxLineBytes),
            MaxDepth = events.Number("MaxDepth", defaults.MaxDepth),
            MaxNameLength = events.Number("MaxNameLength", defaults.MaxNameLength),
            MaxTextLength = events.Number("MaxTextLength", defaults.MaxTextLength),
            MaxAttributes = events.Number("MaxAttributes", defaults.MaxAttributes),
            MaxFuture = events.OptionalText("MaxFuture") is "none" ? null : events.Span("MaxFuture", defaults.MaxFuture ?? TimeSpan.FromMinutes(5)),
            Strict = events.Flag("Strict", defaults.Strict),
            PersonFields = privacy.List("PersonFields", defaults.PersonFields),
            DeadLetterPayload = privacy.Choice("DeadLetterPayload", defaults.DeadLetterPayload),
        };
    }
}
