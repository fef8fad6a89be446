using System.Globalization;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
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
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{options.Kafka.Topics.Alerts}: {search.LookedAt:N0} records looked at, {alerts.Count:N0} transitions to verify"));
        if (alerts.Count == 0) return new VerifiedAlerts([], notes);

        var inputs = options.InputsFolder is { } folder ? InputFolder.Load(folder, options.Decoding.PersonFields, options.Kafka.Topics.All) : null;
        var engine = EngineOf(inputs);
        var sets = new RuleVersions(options, rules, notes).SetsFor(alerts, log, cancellationToken);
        var reach = new LogReach(options, engine, sets, inputs, log);
        var verdicts = Run(alerts, engine, sets, log, reach.StretchesOf(alerts, isWhole: id is null), notes, cancellationToken);
        var open = verdicts.Where(verdict => verdict.Outcome != VerifyOutcome.Identical).ToList();
        if (open.Count == 0) return new VerifiedAlerts(verdicts, notes);
        if (id is not null)
        {
            // Only all that is kept can tell that nothing else was behind it.
            var published = open.Select(verdict => verdict.Published).ToList();
            open = [.. Run(published, engine, sets, log, reach.StretchesOf(published, isWhole: true), notes, cancellationToken)];
        }

        var changes = new RuleChanges(options, log, reach, cancellationToken);
        var again = open.Select(changes.Consider).ToDictionary(verdict => verdict.Published.Id, StringComparer.Ordinal);
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
        IReadOnlyList<PublishedAlert> alerts, EngineTasks engine, IReadOnlyList<IReadOnlyList<Rule>> sets, LogScan log, IReadOnlyList<KeptStretch> stretches,
        List<string> notes, CancellationToken cancellationToken)
    {
        var ticks = TicksOf(cancellationToken);
        foreach (var stretch in stretches)
            notes.Add(stretch.ToString());
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
}
