using System.Globalization;
using System.Text;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Service.Running;
using RiskEngine.Sinks.Delivery;

namespace RiskEngine.Service.Http;

/// <summary>The engine's figures in the Prometheus text format. Labels are bounded: task, rule, reason, outcome.</summary>
/// <remarks>The table of docs/operations.md is written from what stands here.</remarks>
internal sealed partial class MetricsText
{
    private readonly StringBuilder _text = new();

    public static string Of(EngineService engine, IReadOnlyList<SinkReport> sinks, ReadingFigures? reading, DateTimeOffset now) =>
        Of(engine.Tasks, engine.Environment, sinks, reading, engine.KafkaConnected, HealthReport.Of(engine, now).Ready, now);

    internal static string Of(
        IReadOnlyList<TaskReport> tasks, TaskEnvironment environment, IReadOnlyList<SinkReport> sinks, ReadingFigures? reading, bool isConnected, bool isReady,
        DateTimeOffset now)
    {
        var text = new MetricsText();
        text.WriteLedger(tasks);
        text.WriteTasks(tasks, now);
        text.WriteSignals(tasks);
        text.WriteDesk([.. tasks.Where(task => task.Desk is not null)]);
        text.WriteClockFaults(tasks);
        text.WriteReadTimes(tasks);
        text.WriteRules(tasks);
        text.WriteSinks(sinks, now);
        text.WriteReading(reading);
        text.Family("riskengine_sites_misplaced", "gauge", "Sites seen in two partitions of a topic.");
        text.Sample("riskengine_sites_misplaced", "", environment.Sites.Conflicts);
        text.Family("riskengine_kafka_connected", "gauge", "1 where a broker answered at the last attempt.");
        text.Sample("riskengine_kafka_connected", "", isConnected ? 1 : 0);
        var rules = environment.Rules;
        text.Family("riskengine_rules", "gauge", "Rules in force.");
        text.Sample("riskengine_rules", "", rules.Current.Rules.Count);
        text.Family("riskengine_rule_reloads_total", "counter", "Reloads of the rules.");
        text.Sample("riskengine_rule_reloads_total", "outcome=\"accepted\"", rules.Reloads);
        text.Sample("riskengine_rule_reloads_total", "outcome=\"refused\"", rules.Failures);
        text.Family("riskengine_rules_refused", "gauge", "1 where the last reload was refused and older rules are in force.");
        text.Sample("riskengine_rules_refused", "", rules.LastFault is null ? 0 : 1);
        text.Family("riskengine_allocated_bytes_total", "counter", "Managed memory that the process has allocated since its start.");
        text.Sample("riskengine_allocated_bytes_total", "", GC.GetTotalAllocatedBytes());
        text.Family("riskengine_collections_total", "counter", "Garbage collections since the start.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Sample("riskengine_collections_total", $"generation=\"{generation}\"", GC.CollectionCount(generation));
        text.Family("riskengine_ready", "gauge", "1 where `/health/ready` answers 200.");
        text.Sample("riskengine_ready", "", isReady ? 1 : 0);
        text.WriteBuild(BuildInfo.Current);
        text.WriteProcess();
        return text._text.ToString();
    }

    private void WriteLedger(IReadOnlyList<TaskReport> tasks)
    {
        Family("riskengine_events_total", "counter", "Events by outcome; consumed is the sum of the others and `riskengine_events_waiting`.");
        foreach (var (outcome, count) in new (string, Func<Ledger, long>)[]
        {
            ("consumed", ledger => ledger.Consumed),
            ("evaluated", ledger => ledger.Evaluated),
            ("filtered", ledger => ledger.Filtered),
            ("late", ledger => ledger.Late),
            ("duplicate", ledger => ledger.Duplicates),
            ("dead_lettered", ledger => ledger.DeadLettered),
        })
        {
            foreach (var task in tasks) Sample("riskengine_events_total", $"task=\"{task.Id}\",outcome=\"{outcome}\"", count(task.Ledger));
        }

        Gauge(tasks, "riskengine_events_waiting", "Events that wait for rules whose keys several sources feed, or because they come in disorder.", task => task.Ledger.Waiting);
        Family("riskengine_transitions_total", "counter", "Alert transitions; candidate is the sum of the others.");
        foreach (var task in tasks)
        {
            Sample("riskengine_transitions_total", $"task=\"{task.Id}\",outcome=\"candidate\"", task.Ledger.Candidates);
            Sample("riskengine_transitions_total", $"task=\"{task.Id}\",outcome=\"published\"", task.Ledger.Published);
            Sample("riskengine_transitions_total", $"task=\"{task.Id}\",outcome=\"shadowed\"", task.Ledger.Shadowed);
        }

        Gauge(tasks, "riskengine_ledger_balanced", "1 where both sums agree.", task => task.Ledger.Balances ? 1 : 0);
        Family("riskengine_rejections_total", "counter", "Dead letters by reason, since the task was acquired.");
        foreach (var task in tasks)
        {
            foreach (var (reason, count) in task.Rejections) Sample("riskengine_rejections_total", $"task=\"{task.Id}\",reason=\"{reason}\"", count);
        }
    }

    private void WriteTasks(IReadOnlyList<TaskReport> tasks, DateTimeOffset now)
    {
        Gauge(tasks, "riskengine_task_running", "1 where the task evaluates events.", task => task.Phase == TaskPhase.Running ? 1 : 0);
        Gauge(tasks, "riskengine_task_report_age_seconds", "Time since the task last said how it is; it does so several times a second.",
            task => (now - task.ReportedAt).TotalSeconds);
        Gauge(tasks, "riskengine_lag_records", "Records in the log that have not been read; `NaN` where unknown.", task => task.Lag ?? double.NaN);
        Gauge(tasks, "riskengine_lost_records", "Records that retention removed before they were evaluated, since the task first started; restarts do not reset it.",
            task => task.Ledger.Lost);
        Gauge(tasks, "riskengine_loss_felt", "1 for an hour of event time after the last loss: windows may lack what was lost.",
            task => task.FeelsLoss ? 1 : 0);
        Gauge(tasks, "riskengine_rebuild_remaining_records", "Records still to be replayed before lost state is back; 0 where none is lost.",
            task => task.RebuildRemaining);
        Gauge(tasks, "riskengine_sources", "Sources that the task follows.", task => task.Sources);
        Gauge(tasks, "riskengine_source_limit",
            "Most sources that the task follows (`Events:MaxSourcesPerTask`); events of further ones are dead letters with reason `too_many_sources`.",
            task => task.SourceLimit);
        Counter(tasks, "riskengine_keys_expired_total", "Keys whose state was forgotten after a long silence.", task => task.ExpiredKeys);
        Counter(tasks, "riskengine_ticks_unrecorded_total", "Ticks of idle clocks that could not be recorded, since the task was acquired.", task => task.UnrecordedTicks);
        Counter(tasks, "riskengine_keys_not_site_total",
            "Mapped events whose record has another key than their site, or none: where a site's records lie in several partitions, each task sees a part.",
            task => task.KeysNotSite);
        Gauge(tasks, "riskengine_open_alerts", "Alerts pending or firing.", task => task.OpenAlerts);
        Gauge(tasks, "riskengine_checkpoint_age_seconds", "Age of the oldest change that is not stored; 0 where all is.",
            task => task.UnsavedSince is { } since ? (now - since).TotalSeconds : 0);
        Gauge(tasks, "riskengine_checkpoint_bytes", "Size of the last checkpoint's segment.", task => task.CheckpointBytes);
        Gauge(tasks, "riskengine_checkpoint_duration_seconds", "How long the last checkpoint took from snapshot to stored, with the wait for Kafka's acknowledgements.",
            task => task.CheckpointDuration.TotalSeconds);
        Counter(tasks, "riskengine_checkpoint_snapshot_seconds_total", "Time in which the task stood still for snapshots, since it was acquired.",
            task => task.SnapshotTime.TotalSeconds);
        Gauge(tasks, "riskengine_rule_change_seconds", "How long the task stood still for the last change of rules; 0 before the first.",
            task => task.RuleChange.TotalSeconds);
        Counter(tasks, "riskengine_checkpoints_total", "Checkpoints stored, since the task was acquired.", task => task.Checkpoints);
        Counter(tasks, "riskengine_checkpoint_failures_total", "Failed attempts to store, since the task was acquired.", task => task.CheckpointFailures);
    }

    private void WriteSignals(IReadOnlyList<TaskReport> tasks)
    {
        Counter(tasks, "riskengine_signals_total", "Signals that the task has sent to rules over several partitions, since it first did.", task => task.SignalsSent);
        List<TaskReport> readers = [.. tasks.Where(task => task.Signals is not null)];
        Family("riskengine_signals_dropped_total", "counter", "Signals that did not count, since the task was acquired: taken in before, or of an owner that had lost its task.");
        foreach (var task in readers)
        {
            Sample("riskengine_signals_dropped_total", $"task=\"{task.Id}\",reason=\"repeated\"", task.Signals!.Repeated);
            Sample("riskengine_signals_dropped_total", $"task=\"{task.Id}\",reason=\"superseded\"", task.Signals!.Superseded);
        }

        Counter(readers, "riskengine_signal_gaps_total", "Signals that never came, since the task was acquired.", task => task.Signals!.Gaps);
        Gauge(readers, "riskengine_producers", "Input partitions that signals are read of.", task => task.Signals!.Producers);
        Gauge(readers, "riskengine_producers_missing", "Those of which nothing is heard; alerts of rules over several partitions say so.", task => task.Signals!.Missing.Count);
    }

    private void WriteDesk(IReadOnlyList<TaskReport> tasks)
    {
        Family("riskengine_desk_total", "counter", "Transitions at the desk by what became of them; taken_in is the sum of the others but duplicate, which came again.");
        foreach (var task in tasks)
        {
            Sample("riskengine_desk_total", $"task=\"{task.Id}\",outcome=\"taken_in\"", task.Desk!.TakenIn);
            foreach (var (outcome, count) in task.Desk.Outcomes) Sample("riskengine_desk_total", $"task=\"{task.Id}\",outcome=\"{outcome}\"", count);
            Sample("riskengine_desk_total", $"task=\"{task.Id}\",outcome=\"duplicate\"", task.Desk.Duplicates);
        }

        Gauge(tasks, "riskengine_desk_balanced", "1 where that sum agrees.", task => task.Desk!.Balances ? 1 : 0);
        Counter(tasks, "riskengine_desk_notifications_total", "Records of incidents that told people something.", task => task.Desk!.Notifications);
        Gauge(tasks, "riskengine_desk_open_incidents", "Incidents that are open.", task => task.Desk!.OpenIncidents);
        Gauge(tasks, "riskengine_desk_open_alerts", "Alerts that the desk knows to be open.", task => task.Desk!.OpenAlerts);
    }

    private void WriteClockFaults(IReadOnlyList<TaskReport> tasks)
    {
        Family("riskengine_clock_faults_total", "counter", "Events whose time is ahead of the log, behind by more than the lateness, or out of the order of their source.");
        foreach (var task in tasks)
        {
            foreach (var (kind, count) in task.ClockFaultCounts)
            {
                var reason = kind switch { ClockFaultKind.Ahead => "ahead", ClockFaultKind.Behind => "behind", _ => "out_of_order" };
                Sample("riskengine_clock_faults_total", $"task=\"{task.Id}\",reason=\"{reason}\"", count);
            }
        }
    }

    private void WriteReadTimes(IReadOnlyList<TaskReport> tasks)
    {
        Family("riskengine_times_read_total", "counter", "Times that were numbers of another unit than milliseconds, told by their size, since the task was acquired.");
        foreach (var task in tasks)
        {
            foreach (var times in task.ReadTimes) Sample("riskengine_times_read_total", $"task=\"{task.Id}\",unit=\"{times.Word}\"", times.Count);
        }
    }

    private void WriteRules(IReadOnlyList<TaskReport> tasks)
    {
        Family("riskengine_condition_errors_total", "counter", "Conditions that could not be evaluated.");
        foreach (var rule in tasks.SelectMany(task => task.ConditionErrors).GroupBy(entry => entry.Key, entry => entry.Value))
        {
            Sample("riskengine_condition_errors_total", $"rule=\"{rule.Key}\"", rule.Sum());
        }

        Family("riskengine_passed_over_total", "counter",
            "Events that a rule looked at and did not measure, by reason: no key, another unit, a text or nothing for a number, no row in the table of limits.");
        foreach (var same in tasks.SelectMany(task => task.PassedOver).GroupBy(one => (one.Rule, one.Kind, one.Reason)))
        {
            Sample("riskengine_passed_over_total", $"rule=\"{same.Key.Rule}\",kind=\"{same.Key.Kind}\",reason=\"{same.Key.Reason.Code()}\"", same.Sum(one => one.Count));
        }
    }

    private void WriteSinks(IReadOnlyList<SinkReport> sinks, DateTimeOffset now)
    {
        Family("riskengine_sink_notices_total", "counter",
            "Records of incidents or alerts by what a sink did with them: accepted by its receiver, not for it, sent before, refused for good and kept as dead letters.");
        foreach (var (outcome, count) in new (string, Func<SinkReport, long>)[]
        {
            ("sent", sink => sink.Sent), ("filtered", sink => sink.Filtered), ("repeated", sink => sink.Repeated), ("refused", sink => sink.Refused),
        })
        {
            foreach (var sink in sinks) Sample("riskengine_sink_notices_total", $"sink=\"{sink.Name}\",outcome=\"{outcome}\"", count(sink));
        }

        Family("riskengine_sink_retries_total", "counter", "Attempts to send that failed.");
        foreach (var sink in sinks) Sample("riskengine_sink_retries_total", $"sink=\"{sink.Name}\"", sink.Retried);
        Family("riskengine_sink_lag_records", "gauge", "Records that wait for the sink in the partitions of this instance; `NaN` where unknown.");
        foreach (var sink in sinks) Sample("riskengine_sink_lag_records", $"sink=\"{sink.Name}\"", sink.Lag ?? double.NaN);
        Family("riskengine_sink_failing_seconds", "gauge", "How long the sink's receiver has accepted nothing; 0 where it accepts.");
        foreach (var sink in sinks) Sample("riskengine_sink_failing_seconds", $"sink=\"{sink.Name}\"", sink.FailingSince is { } since ? (now - since).TotalSeconds : 0);
    }

    private void Gauge(IReadOnlyList<TaskReport> tasks, string name, string help, Func<TaskReport, double> value) => PerTask(tasks, name, "gauge", help, value);

    private void Counter(IReadOnlyList<TaskReport> tasks, string name, string help, Func<TaskReport, double> value) => PerTask(tasks, name, "counter", help, value);

    private void PerTask(IReadOnlyList<TaskReport> tasks, string name, string type, string help, Func<TaskReport, double> value)
    {
        Family(name, type, help);
        foreach (var task in tasks) Sample(name, $"task=\"{task.Id}\"", value(task));
    }

    private void Family(string name, string type, string help) => _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : value.ToString(CultureInfo.InvariantCulture);
}
