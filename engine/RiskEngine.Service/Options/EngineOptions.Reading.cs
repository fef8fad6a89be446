using System.Text;
using Microsoft.Extensions.Configuration;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Secrets;
using RiskEngine.Core.Time;
using RiskEngine.Kafka;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Redis;
using RiskEngine.Rules.Desk;
using RiskEngine.Service.Stopping;
using RiskEngine.Sinks;

namespace RiskEngine.Service.Options;

/// <summary>How the options are read: each with its default, the values that it takes, and what it is for. docs/configuration.md is written from here.</summary>
public sealed partial record EngineOptions
{
    /// <summary>Reads and checks all options.</summary>
    /// <exception cref="OptionsException">With every fault at once.</exception>
    public static EngineOptions Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var options = Read(configuration, faults, []);
        faults.AddRange(options.Faults());
        return faults.Count == 0 ? options : throw new OptionsException([.. faults.Select(options.Secrets.Mask)]);
    }

    /// <summary>All options, by section.</summary>
    public static IReadOnlyList<OptionEntry> All()
    {
        var entries = new List<OptionEntry>();
        Read(new ConfigurationBuilder().Build(), [], entries);
        return [.. entries.GroupBy(entry => entry.Section).SelectMany(section => section)];
    }

    /// <summary>Reads and checks the options of Redis alone, for whoever looks at stored state only.</summary>
    /// <returns>Null where checkpoints are kept in memory.</returns>
    /// <exception cref="OptionsException">With every fault at once.</exception>
    public static RedisOptions? ReadRedis(IConfiguration configuration)
    {
        var faults = new List<string>();
        var options = ReadRedis(new OptionsReader(configuration.GetSection("RiskEngine:Redis"), faults, []));
        if (options.Configuration != InMemory) faults.AddRange(options.Validate());
        if (faults.Count > 0) throw new OptionsException(faults);
        return options.Configuration == InMemory ? null : options;
    }

    /// <summary>Reads and checks the options of sinks alone.</summary>
    /// <exception cref="OptionsException">With every fault at once.</exception>
    public static IReadOnlyList<SinkDefinition> ReadSinks(IConfiguration configuration)
    {
        var faults = new List<string>();
        var sinks = ReadSinks(new OptionsReader(configuration.GetSection("RiskEngine"), faults, []), faults);
        return faults.Count == 0 ? sinks : throw new OptionsException([.. faults.Select(KnownSecrets.Of(configuration.AsEnumerable()).Mask)]);
    }

    private static List<SinkDefinition> ReadSinks(OptionsReader root, List<string> faults) =>
    [
        .. root.Named("Sinks", "how people outside are told: what each sink is and wants ([sinks.md](sinks.md))")
            .Select(sink => SinkDefinition.Read(sink.Name, sink.Path, sink.Values, faults)).OfType<SinkDefinition>(),
    ];

    private static EngineOptions Read(IConfiguration configuration, List<string> faults, List<OptionEntry> entries)
    {
        var root = new OptionsReader(configuration.GetSection("RiskEngine"), faults, entries);
        var kafka = root.Section("Kafka");
        var redis = root.Section("Redis");
        var rules = root.Section("Rules");
        var alerts = root.Section("Alerts");
        var inputs = root.Section("Inputs");
        var models = root.Section("Models");
        var events = root.Section("Events");
        var signals = root.Section("Signals");
        var desk = root.Section("Desk");
        var privacy = root.Section("Privacy");
        var checkpoints = root.Section("Checkpoints");
        var http = root.Section("Http");
        var reading = root.Section("Reading");
        var stop = root.Section("Stop");
        var log = ReadKafka(kafka);
        var store = ReadRedis(redis);
        var options = new EngineOptions
        {
            Secrets = KnownSecrets.Of(configuration.AsEnumerable()),
            Kafka = log with
            {
                AlertLanguage = alerts.Text("Language", AlertSentence.DefaultLanguage,
                    "language of `message` in alerts; those that rules write in other languages stand in `messages` ([rules.md](rules.md#languages))",
                    "a tag such as `en`, `zh` or `pt-BR`"),
            },
            BlindAfter = alerts.Span("BlindAfter", TimeSpan.FromDays(1), TimeSpan.Zero, RuleEvaluator.LongestBlindAfter,
                "for how long a device must have spoken regularly before its silence is the built-in alert `riskengine-area-blind` about its site; `0s` for no such alerts "
                + "([time.md](time.md#areas-that-cannot-be-seen))") is { Ticks: > 0 } after ? after : null,
            Redis = store.Configuration == InMemory ? null : store,
            RulesPath = rules.Text("Path", "rules/packs", "folder of the rules, watched for changes"),
            AreaLevels = rules.List("AreaLevels", ["district", "community", "grid", "building"], "names of the levels of a site path, outermost first", "at least one"),
            InputsFolder = inputs.OptionalText("Folder", "none",
                "folder of the mappings of topics that are not written in the event contract, watched for changes ([inputs.md](inputs.md))"),
            ModelCatalog = models.OptionalText("Catalog", "none", "folder with models of your own ([models.md](models.md#the-catalogue))"),
            ModelHolidays = models.OptionalText(
                "Holidays", "none", "file of holidays and working weekends, which models forecast as such ([models.md](models.md#holidays))"),
            ModelTimeZone = models.OptionalText(
                "TimeZone", "UTC", "zone in which hours and days of models begin, e.g. `Asia/Shanghai`; a rule may name another ([models.md](models.md#time-zones))"),
            ModelStart = models.OptionalText("Start", "none", "start file of `models fit` ([models.md](models.md#start-from-history))"),
            Lateness = events.SpanAndByKind("Lateness", TimeSpan.FromSeconds(2),
                "how long after the newest event of its partition an event may still come: silence is noticed, and rules whose keys several sources feed go on, so much "
                + "later ([time.md](time.md))"),
            Disorder = events.SpanAndByKind("Disorder", TimeSpan.Zero,
                "how far behind the newest event of its own source an event may be: rules by source see events so much later ([time.md](time.md))"),
            Deduplicate = events.SpansByKind("Deduplicate", TaskDefinition.DeduplicateByDefault,
                "how long after a delivery of an event further ones with its kind, source and id do not count ([events.md](events.md#duplicates)); `0s` counts all"),
            IdleAfter = events.Span("IdleAfter", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), null,
                "silence after which the clock of a partition goes on at wall speed"),
            MaxSources = events.Number("MaxSourcesPerTask", 2_000_000, 1, int.MaxValue,
                "how many sources one task follows; events of further ones are rejected ([operations.md](operations.md#too-many-sources))"),
            ForgetSilentAfter = events.Span("ForgetSilentAfter", KeyExpiry.Default.After, TimeSpan.FromMinutes(5), null,
                "silence, in event time, after which all state of a source, site or other key is forgotten"),
            SignalLevelName = signals.OptionalText("AreaLevel", "the first of `Rules:AreaLevels`",
                "level of the site path whose signals lie in one partition: rules over several partitions may be by this level and those below it, and are shared out "
                + "among instances by its areas ([signals.md](signals.md))", "one of `Rules:AreaLevels`"),
            SignalPatience = signals.Span("Patience", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(6), null,
                "how long rules over several partitions wait for a partition of which nothing is heard; their alerts say from then on that it is missing"),
            SignalDrift = signals.Span("MaxAhead", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1), null,
                "how far a partition that catches up may be ahead of the slowest, in event time, before it is read more slowly"),
            DeskFile = desk.OptionalText("File", "none: there is no desk, and no incident",
                "file that says what becomes of alerts before people hear of them ([desk.md](desk.md#live)); alerts are keyed by their desk area then"),
            DeskLevel = desk.Text("AreaLevel", DeskLoader.DefaultLevel,
                "level of the site path whose areas have one task of the desk each; the same in all instances", "one of `Rules:AreaLevels`"),
            Decoding = ReadDecoding(events, privacy),
            PseudonymKey = privacy.OptionalText("PseudonymKey", "made at the start, with a warning",
                "secret of the pseudonyms; without it they change with every start", "at least 16 bytes") is { } key ? Encoding.UTF8.GetBytes(key) : null,
            PseudonymKeyId = privacy.Text("PseudonymKeyId", "1", "name of that key, shown in pseudonyms", "1 to 8 characters of a-z and 0-9"),
            CheckpointInterval = checkpoints.Span("Interval", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), null, "time between checkpoints"),
            CheckpointBytesPerSecond = checkpoints.Number("BytesPerSecond", 16 * 1024 * 1024, 65_536, int.MaxValue,
                "how many bytes the checkpoints of all tasks write together each second (16 MiB); where the state is larger, each task saves less often than `Interval` says"),
            MaxUnsaved = checkpoints.Span("MaxUnsaved", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(50), null,
                "how long a task reads on while its checkpoint cannot be stored; at least `Interval`"),
            RebuildAtMost = checkpoints.Span("RebuildAtMost", TimeSpan.FromDays(7), TimeSpan.Zero, null,
                "how much event time is replayed at most where stored state is lost; `0s` replays nothing"),
            HttpUrl = http.Text("Url", "http://127.0.0.1:8080", "where health and metrics are served; port 0 takes a free one", "scheme, host and port only"),
            HttpToken = http.OptionalText("Token", "none",
                "secret that requests which change something must carry ([operations.md](operations.md#http))", "at least 16 characters"),
            ReadsPicture = reading.Flag("Enabled", true,
                "whether this instance reads what all of them publish, for its API and page ([api.md](api.md)); without it both show this instance only"),
            ReadingFolder = reading.OptionalText("Folder", "a temporary folder: the history is read from Kafka at each start",
                "folder in which the API keeps what has been ([api.md](api.md#what-it-rests-on)), one for each instance"),
            ReadingRetention = reading.Span("Retention", TimeSpan.FromDays(30), TimeSpan.FromHours(1), null, "how long it keeps what is over"),
            StopWithin = stop.Span("Within", StopDeadline.Default, TimeSpan.FromSeconds(2), TimeSpan.FromHours(1),
                "how long a stop may take, whatever Kafka and Redis do ([operations.md](operations.md#the-end))"),
            Sinks = ReadSinks(root, faults),
        };
        root.ReportUnknown();
        return options.DeskFile is null ? options : options with { Kafka = options.Kafka with { AlertKeyDepth = options.DeskDepth } };
    }

    /// <summary>Reads the section of Redis; a configuration of <see cref="InMemory"/> is none.</summary>
    private static RedisOptions ReadRedis(OptionsReader reader) => new()
    {
        Configuration = reader.Text("Configuration", "localhost:6379",
            "`host:port`, or a connection string of StackExchange.Redis, servers first (with `serviceName=NAME` they are Sentinels); `embedded` or `embedded:FOLDER` "
            + "is a store in this process with its log in a folder, for one instance, not for production ([operations.md](operations.md#embedded-store)); "
            + "`memory` keeps nothing"),
        User = reader.OptionalText("User", "the default user", "user of Redis's access control lists, with [these rights](operations.md#redis)"),
        Password = reader.OptionalText("Password", "none", "password of the user ([how to give secrets](operations.md#secrets))"),
        CaFile = reader.OptionalText("CaFile", "the system's",
            "file (PEM) of the authorities that the server's certificate may come from; needs `ssl=true` in the connection string"),
        CertificateFile = reader.OptionalText("CertificateFile", "none", "file (PEM) with the certificate that the engine shows to the server; needs `ssl=true`"),
        KeyFile = reader.OptionalText("KeyFile", "`Redis:CertificateFile`", "file (PEM, PKCS #8) with the private key of that certificate"),
        KeyPassword = reader.OptionalText("KeyPassword", "none", "password of that key ([how to give secrets](operations.md#secrets))"),
        KeyPrefix = reader.Text("KeyPrefix", "riskengine", "first part of every key", "1 to 64 characters without braces and blanks"),
        Timeout = reader.Span("Timeout", TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), null,
            "how long one step may take before it counts as failed; large segments get more"),
        KeepVersions = reader.Span("KeepVersions", TimeSpan.FromDays(400), TimeSpan.FromHours(1), TimeSpan.FromDays(20 * 365),
            "how long the versions of rules, models and mappings are kept by which `riskengine verify` derives an alert again; longer than alerts are "
            + "([operations.md](operations.md#versions))"),
    };

    private static KafkaOptions ReadKafka(OptionsReader reader) => new()
    {
        BootstrapServers = reader.RequiredText("BootstrapServers", "brokers, `host:port,host:port`"),
        GroupId = reader.Text("GroupId", "riskengine", "consumer group; instances of one group share the partitions"),
        Topics = (new TopicNames
        {
            Signals = reader.Text("SignalsTopic", TopicNames.DefaultSignals,
                "the topic of signals; another one where its partitions are to be more or fewer ([signals.md](signals.md))"),
        }).WithPrefix(reader.Text("TopicPrefix", "", "text before the name of every topic")),
        Properties = reader.Map("Properties", "any librdkafka property, for all clients, e.g. `security.protocol`, `sasl.username`"),
        Consumer = reader.Map("Consumer", "the same for the consumer only"),
        Producer = reader.Map("Producer", "the same for the producer only"),
        QueuedBatches = reader.Number("QueuedBatches", 8, 1, 1000, "batches that may wait for a task; a partition whose queue is full is read no further"),
        BatchRecords = reader.Number("BatchRecords", 2_000, 1, 100_000, "how many records a batch holds at most"),
        BatchConsume = reader.Flag("BatchConsume", true,
            "whether records are taken from the Kafka client by the batch; `false` reads them one by one, which costs more processor time"),
        Delivery = reader.Choice("Delivery", DeliveryMode.AtLeastOnce,
            "what consumers of the alerts may rely on; `transactional` is for those that read committed ([ADR 0010](adr/0010-transactional-delivery.md))"),
        RevokeTimeout = reader.Span("RevokeTimeout", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(1), null,
            "how long a task may take for its last checkpoint at a rebalance; at the end `Stop:Within` holds"),
    };

    private static EventDecoderOptions ReadDecoding(OptionsReader events, OptionsReader privacy)
    {
        var defaults = new EventDecoderOptions();
        return defaults with
        {
            MaxRecordBytes = events.Number("MaxRecordBytes", defaults.MaxRecordBytes, 1, 1 << 30, "longest record, in bytes"),
            MaxLineBytes = events.Number("MaxLineBytes", defaults.MaxLineBytes, 1, 1 << 30, "longest event inside a record, in bytes; at most `MaxRecordBytes`"),
            MaxDepth = events.Number("MaxDepth", defaults.MaxDepth, 2, EventDecoderOptions.DepthCeiling,
                "deepest nesting; the event itself is 1, its attributes 2"),
            MaxNameLength = events.Number("MaxNameLength", defaults.MaxNameLength, 1, 4096,
                "longest id, kind, source, site, unit and name of an attribute, in bytes of UTF-8"),
            MaxTextLength = events.Number("MaxTextLength", defaults.MaxTextLength, 1, 65_536, "longest text in `value` or in an attribute, in bytes of UTF-8"),
            MaxAttributes = events.Number("MaxAttributes", defaults.MaxAttributes, 0, 1024, "how many attributes one event may have"),
            MaxFuture = events.SpanOrNone("MaxFuture", defaults.MaxFuture ?? TimeSpan.FromMinutes(5), TimeSpan.Zero,
                "how far ahead of the clock an event may lie; `none` for no limit"),
            Earliest = events.TimeOrNone("Earliest", defaults.Earliest ?? EventTime.Epoch,
                "the least plausible time of an event: what lies before it is rejected, e.g. seconds where milliseconds are due; `none` for no limit"),
            Strict = events.Flag("Strict", defaults.Strict, "whether an unknown top-level field rejects the event"),
            PersonFields = privacy.List("PersonFields", defaults.PersonFields, "attributes whose values become pseudonyms"),
            DeadLetterPayload = privacy.Choice("DeadLetterPayload", defaults.DeadLetterPayload, "what of a rejected line is kept ([events.md](events.md))"),
        };
    }
}
