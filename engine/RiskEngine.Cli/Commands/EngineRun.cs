using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Output;
using RiskEngine.Pipeline.Running;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Http;
using RiskEngine.Service.Options;
using RiskEngine.Service.Reading;
using RiskEngine.Service.Running;
using RiskEngine.Service.Sinks;
using RiskEngine.Service.Stopping;
using RiskEngine.Service.Stores;
using RiskEngine.Service.Versions;

namespace RiskEngine.Cli.Commands;

/// <summary>One life of the service: everything that it needs, made in order, and closed within the deadline of its stop.</summary>
internal sealed class EngineRun(EngineOptions options, StopDeadline deadline, ILoggerFactory logs)
{
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SinkPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = logs.CreateLogger("riskengine");
    private readonly TaskCompletionSource<ServedEngine> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KafkaPublisher? _publisher;
    private OpenedStore? _store;
    private EngineService? _engine;
    private SinkService? _sinks;
    private ReadingService? _reading;
    private WebApplication? _server;

    /// <summary>Completes when it serves; never where <see cref="ServeAsync"/> ends before.</summary>
    public Task<ServedEngine> Started => _started.Task;

    /// <summary>Whether a call into a client has not returned: the process must be ended, it might not end by itself.</summary>
    public bool HasLeftBehind { get; private set; }

    /// <summary>Serves until asked to stop or until it cannot go on, and closes everything.</summary>
    /// <returns>Why it ended otherwise than asked and all saved; null where it did not.</returns>
    public async Task<Exception?> ServeAsync(CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await Serve(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ended)
        {
            fault = ended;
        }

        deadline.Begin();
        var sinks = _sinks?.StopAsync() ?? Task.CompletedTask;
        var reading = _reading?.StopAsync() ?? Task.CompletedTask;
        var unwritten = await FlushStore().ConfigureAwait(false);
        if (!await deadline.WaitFor(() => "the sinks to end what is under way", sinks, deadline.ForClients(SinkPatience)).ConfigureAwait(false)) HasLeftBehind = true;
        if (!await deadline.WaitFor(() => "the read model to close", reading, deadline.ForClients(SinkPatience)).ConfigureAwait(false)) HasLeftBehind = true;
        await Close().ConfigureAwait(false);
        if (fault is not null || _engine is null) return fault;
        if (_engine.UnsavedTasks.Count > 0) return new DependencyException($"stopped, but {Unsaved()}");
        if (unwritten is not null) return unwritten;
        _log.LogInformation("Stopped: all tasks saved");
        return null;
    }

    /// <summary>What a stop that its deadline has ended leaves undone.</summary>
    public string Undone()
    {
        var waits = deadline.Waits is { Count: > 0 } some ? string.Join(" and ", some) : "the process to end";
        var unsaved = _engine is null || _engine.UnsavedTasks.Count == 0 ? "all that was done is saved" : Unsaved();
        return $"stopped by its deadline (Stop:Within, {deadline.Limit.TotalSeconds:0.#} s) while it waited for {waits}; {unsaved}";
    }

    private string Unsaved()
    {
        var tasks = _engine?.UnsavedTasks ?? [];
        return $"{tasks.Count} tasks could not save ({string.Join(", ", tasks)}): "
            + "what they published since their last checkpoints is published again at the next start, with the same ids";
    }

    private async Task Serve(CancellationToken cancellationToken)
    {
        var models = ModelSet.Load(options.ModelCatalog);
        if (options.ModelHolidays is { } holidays) models = models.WithHolidays(holidays);
        if (options.ModelTimeZone is { } zone) models = models.InZone(zone);
        if (options.ModelStart is { } start) models = models.StartingFrom(start);
        var rules = RuleFolder.Load(options.RulesPath, models, options.AreaLevels, options.SignalDepth);
        var desk = options.DeskFile is { } file ? DeskFile.Load(file, options.AreaLevels, options.DeskLevel) : null;
        using var inputs = options.InputsFolder is { } folder
            ? new InputReloader(folder, options, topics => _engine?.Read(topics), TimeProvider.System, logs.CreateLogger<InputReloader>()) : null;
        var mapped = inputs is null ? options : options with { Kafka = options.Kafka with { MappedTopics = inputs.Topics } };
        if (options.PseudonymKey is null) _log.LogWarning("Privacy:PseudonymKey is not set: a key was made for this run, so pseudonyms change with every start");
        await CheckKafka(options.Kafka, cancellationToken).ConfigureAwait(false);
        _store = await OpenedStore.OpenAsync(options.Redis, _log, cancellationToken).ConfigureAwait(false);
        if (options.Redis is null) _log.LogWarning("Checkpoints are kept in memory: windows are lost with this process");
        _publisher = new KafkaPublisher(options.Kafka, logs.CreateLogger<KafkaPublisher>());
        var active = new ActiveRules(rules);
        if (active.Current.Crossing is { Count: > 0 } crossing)
        {
            _log.LogInformation("{Rules} rules look beyond one partition: {Names}", crossing.Count, string.Join(", ", crossing.Select(rule => rule.Id)));
        }

        using var reloader = new RuleReloader(options.RulesPath, models, options.AreaLevels, options.SignalDepth, active, TimeProvider.System, logs.CreateLogger<RuleReloader>());
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reloader.ReloadAsync();
        });
        _engine = EngineFactory.Create(mapped, active, _store.Store, _publisher, logs, inputs?.Active, desk);
        _sinks = new SinkService(options.Kafka, options.Sinks, _publisher, TimeProvider.System, logs);
        if (options.ReadsPicture) _reading = new ReadingService(options, TimeProvider.System, logs.CreateLogger<ReadingService>());
        var whole = new ServedWhole(_reading, models, desk, logs) { Ask = desk is null ? null : _publisher.PublishRequest };
        (_server, var address) = await HttpEndpoints.StartAsync(options, _engine, reloader, new EngineBenchmark(), _sinks, whole, cancellationToken).ConfigureAwait(false);
        _log.LogInformation("{Rules} rules; health and metrics at {Address}", active.Current.Rules.Count, address);
        if (inputs is not null) _log.LogInformation("Topics that are mapped: {Topics}", string.Join(", ", inputs.Topics.Patterns));
        if (desk is not null) _log.LogInformation("Desk: {File} (policy {Hash}); alerts are keyed by {Level}", options.DeskFile, desk.Hash, options.DeskLevel);
        if (options.Sinks.Count > 0) _log.LogInformation("Sinks: {Sinks}", string.Join(", ", options.Sinks.Select(sink => $"{sink.Plan.Name} ({sink.Type.Name})")));
        _sinks.Start();
        _reading?.Start();
        using var keeper = new VersionKeeper(
            options, models, active, new VersionLog(options.Kafka, _publisher), _store.Versions, TimeProvider.System, logs.CreateLogger<VersionKeeper>());
        reloader.OnReplaced = () => keeper.KeepAsync();
        if (inputs is not null) inputs.OnReplaced = () => keeper.KeepAsync();
        _ = keeper.KeepAsync();
        _started.SetResult(new ServedEngine(_engine, address, _store.Description));
        await _engine.RunAsync(deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a store inside this process holds is on its disk then.</summary>
    /// <returns>Why it is not; null where it is.</returns>
    private async Task<DependencyException?> FlushStore()
    {
        if (_store is not { } store) return null;
        var flushing = store.FlushAsync();
        try
        {
            if (!await deadline.WaitFor(() => "the embedded store to reach its disk", flushing, deadline.ForClients(FlushPatience)).ConfigureAwait(false))
            {
                return new DependencyException(
                    $"stopped, but what the store ({store.Description}) took last is not on its disk: the next start goes on from what was saved before");
            }

            await flushing.ConfigureAwait(false);
            return null;
        }
        catch (DependencyException refused)
        {
            return refused;
        }
    }

    /// <summary>Closes what there is. What tasks that could not save have published is flushed, so that consumers have it now and not after the next start.</summary>
    private async Task Close()
    {
        if (_publisher is { } publisher && _engine is { UnsavedTasks.Count: > 0 })
        {
            var most = deadline.ForClients(FlushPatience);
            await deadline.WaitFor(() => "Kafka to acknowledge what was published", OwnThread.Run(() => publisher.Flush(most)), most).ConfigureAwait(false);
        }

        if (_server is not null) await StopServer(_server).ConfigureAwait(false);
        HasLeftBehind |= _engine is { HasLeftBehind: true };
        if (HasLeftBehind) return;
        var closing = OwnThread.Run(CloseClients).Unwrap();
        HasLeftBehind = !await deadline.WaitFor(() => "the clients of Kafka and Redis to close", closing, deadline.ForClients(ClosePatience)).ConfigureAwait(false);
    }

    private async Task StopServer(WebApplication server)
    {
        using var patience = new CancellationTokenSource(ServerPatience);
        var stopping = OwnThread.Run(() => server.StopAsync(patience.Token)).Unwrap();
        var hasStopped = await deadline.WaitFor(() => "the HTTP server to close its connections", stopping, deadline.ForClients(ServerPatience)).ConfigureAwait(false);
        if (hasStopped) await server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseClients()
    {
        _engine?.Dispose();
        _publisher?.Dispose();
        if (_store is not null) await _store.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Asks the cluster for its topics once, so that a wrong address or a missing topic is an answer at the start and not a warning for ever.</summary>
    /// <exception cref="DependencyException">No broker answers, or topics are missing.</exception>
    private static async Task CheckKafka(KafkaOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var missing = await OwnThread.Run(() => KafkaProbe.MissingTopics(options, TimeSpan.FromSeconds(10))).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (missing.Count == 0) return;
            throw new DependencyException($"Kafka at '{options.BootstrapServers}' lacks the topics {string.Join(", ", missing)}, "
                + "and does not create them on demand; create them (riskengine topics create; docs/operations.md, Kafka) or correct Kafka:TopicPrefix");
        }
        catch (KafkaException fault)
        {
            throw new DependencyException($"Kafka at '{options.BootstrapServers}' cannot be reached ({fault.Error.Reason}); start it or correct Kafka:BootstrapServers", fault);
        }
    }
}
