using System.CommandLine;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;
using RiskEngine.Host.Catalog;
using RiskEngine.Host.Http;
using RiskEngine.Host.Options;
using RiskEngine.Host.Running;
using RiskEngine.Host.Stores;
using RiskEngine.Kafka;

namespace RiskEngine.Host.Commands;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    private static readonly (string Flag, string Key, string Description)[] Flags =
    [
        ("--kafka", "Kafka:BootstrapServers", "Kafka brokers, host:port,host:port"),
        ("--group", "Kafka:GroupId", "Consumer group"),
        ("--topic-prefix", "Kafka:TopicPrefix", "Text before each topic's name"),
        ("--redis", "Redis:Configuration", "Redis, host:port or a connection string; 'embedded' or 'embedded:FOLDER' is a store in this process, 'memory' keeps nothing"),
        ("--rules", "Rules:Path", "Folder of the rules"),
        ("--catalog", "Models:Catalog", "Folder with models of your own; they replace shipped ones of the same name"),
        ("--holidays", "Models:Holidays", "File of days that are forecast as Sundays: 2026-10-01, or 05-01 for every year, one a line"),
        ("--start", "Models:Start", "Start file of 'models fit': series without a state of their own start from it"),
        ("--http", "Http:Url", "Address for health and metrics"),
        ("--lateness", "Events:AllowedLateness", "How far behind the newest event an event may be"),
    ];

    public static Command Create()
    {
        var command = new Command(
            "run", "Read events from Kafka, evaluate the rules, publish alerts. Options: appsettings.json, then RISKENGINE__… variables, then these flags.");
        var flags = Flags.Select(flag => (Option: new Option<string?>(flag.Flag) { Description = flag.Description }, flag.Key)).ToList();
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = flags.Where(flag => parsed.GetValue(flag.Option) is not null).ToDictionary(flag => $"RiskEngine:{flag.Key}", flag => parsed.GetValue(flag.Option));
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"), optional: true)
                .AddEngineVariables()
                .AddInMemoryCollection(given)
                .Build();
            await RunAsync(EngineOptions.Read(configuration), configuration.GetSection("Logging"), cancellationToken).ConfigureAwait(false);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task RunAsync(EngineOptions options, IConfiguration logging, CancellationToken cancellationToken)
    {
        var models = ModelSet.Load(options.ModelCatalog);
        if (options.ModelHolidays is { } holidays) models = models.WithHolidays(holidays);
        if (options.ModelStart is { } start) models = models.StartingFrom(start);
        var rules = RuleFolder.Load(options.RulesPath, models, options.AreaLevels);
        using var logs = LoggerFactory.Create(builder => builder
            .AddConfiguration(logging)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            }));
        var log = logs.CreateLogger("riskengine");
        if (options.PseudonymKey is null) log.LogWarning("Privacy:PseudonymKey is not set: a key was made for this run, so pseudonyms change with every start");
        CheckKafka(options.Kafka);
        await using var opened = await OpenedStore.OpenAsync(options.Redis, log, cancellationToken).ConfigureAwait(false);
        if (options.Redis is null) log.LogWarning("Checkpoints are kept in memory: windows are lost with this process");
        using var publisher = new KafkaPublisher(options.Kafka, logs.CreateLogger<KafkaPublisher>());
        var active = new ActiveRules(rules);
        foreach (var (id, reason) in active.Current.NeedSignals) log.LogWarning("Rule {Rule} is not evaluated live: it needs the signals topic, because {Reason}", id, reason);
        using var reloader = new RuleReloader(options.RulesPath, models, options.AreaLevels, active, TimeProvider.System, logs.CreateLogger<RuleReloader>());
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reloader.ReloadAsync();
        });
        using var engine = EngineFactory.Create(options, active, opened.Store, publisher, logs);
        var (server, address) = await HttpEndpoints.StartAsync(options.HttpUrl, new WriteAccess(options.HttpToken), engine, reloader, cancellationToken).ConfigureAwait(false);
        log.LogInformation("{Rules} rules; health and metrics at {Address}", active.Current.Rules.Count, address);
        await engine.RunAsync(cancellationToken).ConfigureAwait(false);
        publisher.Flush(TimeSpan.FromSeconds(10));
        await server.DisposeAsync().ConfigureAwait(false);
        await opened.FlushAsync().ConfigureAwait(false);
        if (engine.UnsavedTasks == 0) log.LogInformation("Stopped: all tasks saved");
        else throw new DependencyException($"stopped, but {engine.UnsavedTasks} tasks could not save: what they published since is published again at the next start, with the same ids");
    }

    /// <summary>Asks the cluster for its topics once, so that a wrong address or a missing topic is an answer at the start and not a warning for ever.</summary>
    /// <exception cref="DependencyException">No broker answers, or topics are missing.</exception>
    private static void CheckKafka(KafkaOptions options)
    {
        try
        {
            if (KafkaProbe.MissingTopics(options, TimeSpan.FromSeconds(10)) is { Count: > 0 } missing)
            {
                throw new DependencyException($"Kafka at '{options.BootstrapServers}' lacks the topics {string.Join(", ", missing)}, and does not create them on demand; create them (docs/operations.md, Kafka) or correct Kafka:TopicPrefix");
            }
        }
        catch (KafkaException fault)
        {
            throw new DependencyException($"Kafka at '{options.BootstrapServers}' cannot be reached ({fault.Error.Reason}); start it or correct Kafka:BootstrapServers", fault);
        }
    }
}
