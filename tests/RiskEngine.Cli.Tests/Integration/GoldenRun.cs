using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Tasks;
using RiskEngine.Kafka;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Rules;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>What the golden stream must lead to: the same evaluator, partition by partition, in this process, never interrupted.</summary>
internal sealed class GoldenRun
{
    private const int BatchRecords = 500;
    private readonly List<Signal> _signals = [];
    private IReadOnlyList<Rule> _crossing = [];
    private IReadOnlyDictionary<string, int> _producers = new Dictionary<string, int>();

    private GoldenRun()
    {
    }

    /// <summary>Name of the key that pseudonyms are made with.</summary>
    public const string PseudonymKeyId = "it";

    /// <summary>The key, and the engine's too, so that pseudonyms can be compared.</summary>
    public const string PseudonymKey = "integration tests, not a secret";

    /// <summary>Folder of the rules.</summary>
    public static string RulesFolder { get; } = Path.Combine(Repository.Root, "tests", "RiskEngine.Cli.Tests", "Integration", "Rules");

    /// <summary>Transitions of active rules by id, as JSON.</summary>
    public SortedDictionary<string, string> Alerts { get; } = new(StringComparer.Ordinal);

    /// <summary>Transitions of rules on trial by id, as JSON.</summary>
    public SortedDictionary<string, string> Shadow { get; } = new(StringComparer.Ordinal);

    /// <summary>Reason codes of dead letters by the place they came from.</summary>
    public SortedDictionary<string, string> DeadLetters { get; } = new(StringComparer.Ordinal);

    /// <summary>Late events, as JSON, by the place they came from.</summary>
    public SortedDictionary<string, string> Late { get; } = new(StringComparer.Ordinal);

    /// <summary>The transitions themselves.</summary>
    public List<AlertTransition> Transitions { get; } = [];

    /// <summary>The ledger of every task.</summary>
    public Dictionary<string, Ledger> Ledgers { get; } = [];

    /// <summary>The rules.</summary>
    public static IReadOnlyList<Rule> LoadRules()
    {
        var result = RuleLoader.Load(RulesFolder);
        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        return result.Rules;
    }

    /// <summary>Evaluates the stream.</summary>
    /// <param name="topics">The names that the evidence of alerts shows.</param>
    public static GoldenRun Of(TopicNames topics)
    {
        var golden = new GoldenRun();
        var parts = Definition();
        golden.BeginSignals(topics);
        foreach (var partition in GoldenStream.Records.GroupBy(record => (record.Family, record.Partition)))
        {
            var id = new TaskId(topics.Events[(int)partition.Key.Family], partition.Key.Partition);
            golden.Evaluate(golden.StateOf(id, parts), [.. partition]);
        }

        golden.EvaluateSignals(topics, parts);
        return golden;
    }

    /// <summary>Evaluates what the input topics hold, with the ticks of idle clocks that engines recorded meanwhile.</summary>
    /// <param name="servers">The cluster.</param>
    /// <param name="topics">Its topics.</param>
    /// <param name="group">The group of the engines.</param>
    public static GoldenRun OfLog(string servers, TopicNames topics, string group)
    {
        var golden = new GoldenRun();
        var parts = Definition() with { WatchesFromStart = static (_, _, _) => false };
        golden.BeginSignals(topics);
        var ticks = KeptLog.Ticks(servers, topics, group);
        foreach (var (id, records) in KeptLog.Events(servers, topics))
        {
            golden.Evaluate(golden.StateOf(id, parts), records, ticks.TryGetValue(id, out var history) ? history.Ticks : []);
        }

        golden.EvaluateSignals(topics, parts);

        return golden;
    }

    private static TaskDefinition Definition()
    {
        var keys = new PseudonymKeys(PseudonymKeyId, Encoding.UTF8.GetBytes(PseudonymKey));
        var rules = new ActiveRules(LoadRules()).Current.Rules;
        return new TaskDefinition { Rules = rules, Disorder = new ByKind<TimeSpan>(GoldenStream.Disorder, []), CreatePseudonymizer = () => new Pseudonymizer(keys) };
    }

    private void Evaluate(TaskState task, RecordBatch records, IReadOnlyList<RecordedTick> ticks)
    {
        using var json = new AlertJson();
        using var pump = new TaskPump(task, batch => Take(task.Id, batch, json));
        var left = new Queue<RecordedTick>(ticks);
        var next = new RecordBatch();
        for (var i = 0; i < records.Count; i++)
        {
            PushTicks(records.Offset(i));
            next.AddFrom(records, i);
        }

        PushTicks(long.MaxValue);
        pump.Push(new TaskInput.Mark(IsIdle: true));
        Ledgers.Add(task.Id.ToString(), task.Ledger);

        void PushTicks(long offset)
        {
            while (left.TryPeek(out var tick) && tick.Before <= offset)
            {
                PushRecords();
                pump.Push(new TaskInput.Tick(left.Dequeue().Reached));
            }

            if (offset == long.MaxValue || next.Count == BatchRecords) PushRecords();
        }

        void PushRecords()
        {
            if (next.Count == 0) return;
            pump.Push(new TaskInput.Records(next));
            next.Clear();
        }
    }

    private void Evaluate(TaskState task, IReadOnlyList<StreamRecord> records)
    {
        using var json = new AlertJson();
        using var pump = new TaskPump(task, batch => Take(task.Id, batch, json));
        var batch = new RecordBatch();
        for (var offset = 0; offset < records.Count; offset++)
        {
            batch.Add(offset, records[offset].Value, headers: records[offset].Headers);
            if (batch.Count < BatchRecords && offset < records.Count - 1) continue;
            pump.Push(new TaskInput.Records(batch));
            batch.Clear();
        }

        pump.Push(new TaskInput.Mark(IsIdle: true));
        Ledgers.Add(task.Id.ToString(), task.Ledger);
    }

    /// <summary>Signals are sent as from now on; partitions of their topic and of the events are as many.</summary>
    private void BeginSignals(TopicNames topics)
    {
        _crossing = new ActiveRules(LoadRules()).Current.Crossing;
        _producers = topics.Events.ToDictionary(topic => topic, _ => GoldenStream.Partitions);
        _signals.Clear();
    }

    private TaskState StateOf(TaskId id, TaskDefinition parts) => new(id, parts with
    {
        Signals = new SignalDefinition(new SignalRoute(GoldenStream.Partitions, 1, "district"), _producers, new SignalSource(id.ToString(), 1, IsFresh: true), _crossing),
    });

    /// <summary>Rules over several partitions, which read what all tasks have told them: one task after the other, as the order between them decides nothing.</summary>
    private void EvaluateSignals(TopicNames topics, TaskDefinition parts)
    {
        var byId = LoadRules().ToDictionary(rule => rule.Id);
        for (var partition = 0; partition < GoldenStream.Partitions; partition++)
        {
            var task = new TaskState(new TaskId(topics.Signals, partition), parts with { Rules = _crossing, Reads = new SignalReading(TimeSpan.FromSeconds(30), byId) });
            using var json = new AlertJson();
            using var pump = new TaskPump(task, batch => Take(task.Id, batch, json));
            var records = new RecordBatch();
            foreach (var signal in _signals.Where(signal => signal.Partition == partition)) records.Add(records.Count, signal.Value, appendedUnixMillis: 1);
            pump.Push(new TaskInput.Records(records));
            Ledgers.Add(task.Id.ToString(), task.Ledger);
        }
    }

    private void Take(TaskId task, TaskOutput batch, AlertJson json)
    {
        _signals.AddRange(batch.Signals);
        Transitions.AddRange(batch.Transitions);
        foreach (var alert in batch.Alerts) Alerts.Add(alert.Id, Encoding.UTF8.GetString(json.Encode(alert)));
        foreach (var alert in batch.Shadow) Shadow.Add(alert.Id, Encoding.UTF8.GetString(json.Encode(alert)));
        foreach (var rejection in batch.Rejections) DeadLetters.Add(Place(task, rejection.Offset, rejection.Line), rejection.Reason.Code());
        foreach (var late in batch.Late) Late.Add(Place(task, late.Offset, late.Line), Encoding.UTF8.GetString(late.Json));
    }

    /// <summary>A line of a record, as the headers of side outputs name it.</summary>
    public static string Place(TaskId task, long offset, int line) => line < 0 ? $"{task}/{offset}" : $"{task}/{offset}/{line}";
}
