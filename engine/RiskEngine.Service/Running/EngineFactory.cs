using Microsoft.Extensions.Logging;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Running;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Kafka.Output;
using RiskEngine.Kafka.Ticks;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Signals;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Running;

/// <summary>Wires an engine from its options: the one place where adapters and core meet.</summary>
public static class EngineFactory
{
    /// <summary>Builds an engine.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="store">Where checkpoints are kept.</param>
    /// <param name="publisher">Where alerts go.</param>
    /// <param name="logs">Where logs go.</param>
    /// <param name="inputs">The mappings of topics that are not written in the event contract; null where all are.</param>
    /// <param name="desk">What becomes of alerts before people hear of them; null where there is no desk.</param>
    public static EngineService Create(
        EngineOptions options, ActiveRules rules, ICheckpointStore store, KafkaPublisher publisher, ILoggerFactory logs, ActiveInputs? inputs = null,
        DeskPolicy? desk = null)
    {
        var time = TimeProvider.System;
        var keys = KeysOf(options);
        var topics = options.Kafka.Topics;
        var environment = new TaskEnvironment
        {
            Tasks = Define(options, rules.Current.Rules, keys, inputs) with { Now = () => EventTime.From(time.GetUtcNow()) },
            Open = desk is null ? null : (task, _) => task.Topic == topics.Alerts ? DeskTask(task, desk) : null,
            Rules = rules,
            Store = store,
            OpenOutputs = OutputsOf(options, publisher, logs),
            History = new LogHistory(options.Kafka),
            Ticks = new TickLog(options.Kafka, publisher),
            Requests = desk is null ? null : new RequestLog(options.Kafka, time, logs.CreateLogger<RequestLog>()),
            Signals = new SignalSettings
            {
                Topic = topics.Signals,
                Topics = new SignalTopics(options.Kafka, () => options.Kafka.MappedTopics),
                Depth = options.SignalDepth,
                Level = options.SignalLevel,
                Patience = options.SignalPatience,
                Drift = new DriftCap(options.SignalDrift, time),
            },
            RebuildAtMost = options.RebuildAtMost,
            Time = time,
            Checkpoints = PaceOf(options),
            MaxUnsaved = options.MaxUnsaved,
            TakeBackAfter = options.Kafka.SessionTimeout,
        };
        string[] own = desk is null ? [topics.Signals] : [topics.Signals, topics.Alerts];
        return new EngineService(options.Kafka with { OwnInputs = own }, options.IdleAfter, environment, publisher.Fatal, logs);
    }

    /// <summary>What its tasks are made from, but for the wall clock: whoever derives its alerts again makes them from the same.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rules">The rules of the tasks.</param>
    /// <param name="keys">What pseudonyms are made with.</param>
    /// <param name="inputs">The mappings; null where there are none.</param>
    public static TaskDefinition Define(EngineOptions options, IReadOnlyList<Rule> rules, PseudonymKeys keys, ActiveInputs? inputs) => new()
    {
        Rules = rules,
        Lateness = options.Lateness,
        Disorder = options.Disorder,
        BlindAfter = options.BlindAfter,
        Decoding = options.Decoding,
        Inputs = inputs,
        Deduplicate = options.Deduplicate,
        CreatePseudonymizer = () => new Pseudonymizer(keys),
        MaxSources = options.MaxSources,
        Expiry = new KeyExpiry(options.ForgetSilentAfter),
        WatchesFromStart = static (_, _, _) => false,
    };

    /// <summary>What pseudonyms are made with: the secret of the options, or one for this run.</summary>
    public static PseudonymKeys KeysOf(EngineOptions options) =>
        options.PseudonymKey is { } key ? new PseudonymKeys(options.PseudonymKeyId, key) : PseudonymKeys.Generate();

    private static Func<TaskId, IReadOnlyList<IAlertOutput>> OutputsOf(EngineOptions options, KafkaPublisher publisher, ILoggerFactory logs) => task =>
    [
        options.Kafka.Delivery == DeliveryMode.Transactional
            ? new TaskTransactions(options.Kafka, task, logs.CreateLogger<KafkaPublisher>())
            : new KafkaAlertOutput(publisher, task, options.Kafka.AlertLanguage),
        new KafkaSignalOutput(publisher),
    ];

    private static RunnableTask DeskTask(TaskId task, DeskPolicy policy)
    {
        var program = new DeskProgram(task, policy);
        return new RunnableTask(program, inputs => DeskPipeline.Build(inputs, program));
    }

    /// <summary>With transactions every alert waits for the next checkpoint, which is not put off then.</summary>
    private static CheckpointPace PaceOf(EngineOptions options) =>
        new(options.CheckpointInterval, options.CheckpointBytesPerSecond, options.Kafka.Delivery == DeliveryMode.Transactional ? options.CheckpointInterval : options.MaxUnsaved);
}
