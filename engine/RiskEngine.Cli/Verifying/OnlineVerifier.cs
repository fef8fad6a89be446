using System.Globalization;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Ticks;
using RiskEngine.Rules.Inputs;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Service.Running;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Verifying;

/// <summary>Derives published alerts again from what Kafka keeps: the log by its offsets, the ticks of idle clocks, and the versions of rules that alerts name.</summary>
/// <remarks>Joins no group and writes nothing. Each call opens clients of its own.</remarks>
/// <param name="options">Those of the engine.</param>
/// <param name="rules">Rules that count instead of the versions that were kept; null where those count.</param>
internal sealed class OnlineVerifier(EngineOptions options, IReadOnlyList<string>? rules = null)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>Verifies an alert, or one of its transitions.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Workbench.Inputs.InputException">The alert topic does not hold it.</exception>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public Task<VerifiedAlerts> VerifyAsync(string id, CancellationToken cancellationToken) => OwnThread.Run(() => Verify(id, cancellationToken));

    /// <summary>Verifies every transition that the alert topic holds.</summary>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public Task<VerifiedAlerts> VerifyAllAsync(CancellationToken cancellationToken) => OwnThread.Run(() => Verify(null, cancellationToken));

    private VerifiedAlerts Verify(string? id, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        using var log = new LogScan(options.Kafka);
        var search = new AlertSearch(log, options.Kafka.Topics.Alerts);
        var alerts = id is null ? search.All(cancellationToken) : search.Find(id, cancellationToken);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{search.LookedAt:N0} records of {options.Kafka.Topics.Alerts} looked at, {alerts.Count:N0} transitions to verify"));
        if (alerts.Count == 0) return new VerifiedAlerts([], notes);

        var inputs = options.InputsFolder is { } folder ? InputFolder.Load(folder, options.Decoding.PersonFields, options.Kafka.Topics.All) : null;
        var engine = EngineOf(inputs);
        var sets = new RuleVersions(options, rules, notes).SetsFor(alerts, log, cancellationToken);
        var stretches = StretchesOf(alerts, engine, sets, log, inputs, isWhole: id is null);
        var verdicts = Run(alerts, engine, sets, log, stretches, notes, cancellationToken);
        var open = verdicts.Where(verdict => verdict.Outcome != VerifyOutcome.Identical).Select(verdict => verdict.Published).ToList();
        if (id is null || open.Count == 0) return new VerifiedAlerts(verdicts, notes);

        // Only all that is kept can tell that nothing else was behind it.
        stretches = StretchesOf(open, engine, sets, log, inputs, isWhole: true);
        var again = Run(open, engine, sets, log, stretches, notes, cancellationToken).ToDictionary(verdict => verdict.Published.Id, StringComparer.Ordinal);
        return new VerifiedAlerts([.. verdicts.Select(verdict => again.GetValueOrDefault(verdict.Published.Id, verdict))], notes);
    }

    private EngineTasks EngineOf(InputSet? inputs)
    {
        var keys = EngineFactory.KeysOf(options);
        var active = inputs is null ? null : new ActiveInputs(inputs);
        return new EngineTasks(set => EngineFactory.Define(options, set, keys, active), options.Kafka.Topics.Signals, options.SignalPatience)
        {
            HasPseudonyms = options.PseudonymKey is not null,
        };
    }

    private IReadOnlyList<AlertVerdict> Run(
        IReadOnlyList<PublishedAlert> alerts, EngineTasks engine, IReadOnlyList<IReadOnlyList<Rule>> sets, LogScan log, IReadOnlyList<Stretch> stretches, List<string> notes,
        CancellationToken cancellationToken)
    {
        var ticks = TicksOf(cancellationToken);
        foreach (var stretch in stretches)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{stretch.Task}: offsets {stretch.From:N0} to {stretch.End - 1:N0} read, of {stretch.First:N0} on that are kept"));
        var records = stretches.SelectMany(stretch => log.Read(stretch.Task, stretch.From, stretch.End, cancellationToken));
        return Verifier.Run(
            new VerifyRequest
            {
                Alerts = alerts,
                RuleSets = sets,
                Log = new Recording([]) { Records = () => engine.Read(records), Ticks = ticks },
                Engine = engine,
                Language = options.Kafka.AlertLanguage,
                Lateness = options.Lateness,
                Disorder = options.Disorder,
                Deduplicate = options.Deduplicate,
            },
            cancellationToken);
    }

    /// <summary>What of which partitions is to be read: those that the evidence names, or all of them for an alert that rests on no record.</summary>
    private List<Stretch> StretchesOf(
        IReadOnlyList<PublishedAlert> alerts, EngineTasks engine, IReadOnlyList<IReadOnlyList<Rule>> sets, LogScan log, InputSet? inputs, bool isWhole)
    {
        var starts = new Dictionary<TaskId, long>();
        using var history = new LogHistory(options.Kafka);
        foreach (var alert in alerts)
        {
            var rule = sets.SelectMany(set => set).FirstOrDefault(one => one.Id == alert.Rule);
            foreach (var evidence in alert.Evidence.GroupBy(range => range.Task))
            {
                var start = isWhole || rule is null || Learns(rule) ? 0 : StartOf(alert, evidence.Max(range => range.To), evidence.Key);
                starts[evidence.Key] = Math.Min(starts.GetValueOrDefault(evidence.Key, long.MaxValue), Math.Min(start, evidence.Min(range => range.From)));
            }
        }

        if (alerts.Any(alert => !alert.Evidence.Any()))
        {
            var mapped = new MappedTopics([.. inputs?.Topics ?? []]);
            var topics = options.Kafka.Topics;
            foreach (var task in log.Partitions(name => topics.Events.Contains(name) || name == topics.Signals || mapped.Include(name))) starts[task] = 0;
        }

        return [.. starts.Select(start => Bounded(start.Key, start.Value)).OrderBy(stretch => stretch.Task.Topic, StringComparer.Ordinal).ThenBy(stretch => stretch.Task.Partition)];

        long StartOf(PublishedAlert alert, long last, TaskId task)
        {
            var set = sets.First(one => one.Any(rule => rule.Id == alert.Rule));
            var span = RuleMemory.ReplayOf([.. set]) + (2 * options.Lateness.Values.Concat(options.Disorder.Values).Max()) + (alert.At - alert.FirstEvidence) + Margin;
            return history.Find(task, last + 1, span, engine.TimesOf(task))?.Start ?? 0;
        }

        Stretch Bounded(TaskId task, long from)
        {
            var (first, end) = log.BoundsOf(task);
            return new Stretch(task, first, Math.Max(first, from), end);
        }
    }

    private static bool Learns(Rule rule) => rule.Scores.Count > 0 || rule.Detection.Judge is not null;

    /// <summary>The ticks that the engines of the group recorded.</summary>
    private KeptTicks TicksOf(CancellationToken cancellationToken)
    {
        // A client of its own: that of the log is in the middle of a partition.
        using var log = new LogScan(options.Kafka);
        var task = new TaskId(options.Kafka.Topics.Ticks, 0);
        var (first, end) = log.BoundsOf(task);
        var ticks = new KeptTicks();
        foreach (var record in log.Read(task, first, end, cancellationToken))
        {
            if (record.Value is { } value && TickRecord.Decode(value) is { } tick && tick.Group == options.Kafka.GroupId) ticks.Add(record.Offset, tick);
        }

        return ticks;
    }

    /// <summary>A stretch of a partition's log.</summary>
    private readonly record struct Stretch(TaskId Task, long First, long From, long End);
}
